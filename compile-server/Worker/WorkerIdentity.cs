using Microsoft.Extensions.Options;

namespace StapFarm.CompileServer.Worker;

/// <summary>Who this worker is.</summary>
internal sealed class WorkerIdentity(IOptions<WorkerOptions> options)
{
    public string Name => options.Value.EffectiveName;

    /// <summary>Another for each start of the process.</summary>
    public string Incarnation { get; } = Guid.NewGuid().ToString("N");

    /// <summary>How it signs what it saw of a pair.</summary>
    public string AsEvidence => $"worker {Name}";
}
