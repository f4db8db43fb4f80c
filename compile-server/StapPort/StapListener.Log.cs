using System.Net;
using System.Net.Sockets;

namespace StapFarm.CompileServer.StapPort;

internal sealed partial class StapListener
{
    [LoggerMessage(1, LogLevel.Information, "stap --use-server is served at {Address}; the certificate's SHA-256 is {Fingerprint}")]
    private partial void LogListening(IPEndPoint address, string fingerprint);

    [LoggerMessage(2, LogLevel.Warning, "A connection for stap --use-server can't be accepted")]
    private partial void LogAcceptFailed(SocketException exception);

    [LoggerMessage(3, LogLevel.Warning, "There are {Connections} connections for stap --use-server; a further one was reset")]
    private partial void LogFull(int connections);
}
