using System.Net;
using System.Net.Sockets;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.StapPort;

internal static class StapListening
{
    public static FarmException Failed(IPEndPoint address, SocketException cause) => new(
        FailureCode.Unavailable,
        $"The port for stap --use-server can't be opened at {address}: {cause.Message}.",
        $"Free it, or set {StapPortOptions.Section}:Listen to another ADDRESS:PORT, or to 'none'.",
        cause);
}
