using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Debuginfod;

/// <summary>Servers that are asked one after the other. One that fails gives way; if none of the others has it, its failure stands.</summary>
internal sealed class DebuginfodServers(IReadOnlyList<IDebugInfoServer> servers) : IDebugInfoServer
{
    public bool HasAny => servers.Count > 0;

    public async Task<string?> FetchAsync(string buildId, string file, Action<long, long?> onBytes, CancellationToken cancellationToken)
    {
        FarmException? failed = null;
        foreach (var server in servers)
        {
            try
            {
                if (await server.FetchAsync(buildId, file, onBytes, cancellationToken) is { } name)
                {
                    return name;
                }
            }
            catch (FarmException exception) when (exception.Failure.Code == FailureCode.SourceFailed)
            {
                failed ??= exception;
            }
        }

        return failed is null ? null : throw failed;
    }
}
