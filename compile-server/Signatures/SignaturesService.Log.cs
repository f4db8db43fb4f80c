using StapFarm.Model.Principals;

namespace StapFarm.CompileServer.Signatures;

internal sealed partial class SignaturesService
{
    [LoggerMessage(1, LogLevel.Information, "Module {Key} signed for kernels with the machine owner key {Fingerprint}, for {Principal}")]
    private partial void LogSigned(string key, string fingerprint, Principal principal);
}
