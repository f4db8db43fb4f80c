using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Hosting;
using StapFarm.CompileServer.Listening;

namespace StapFarm.CompileServer.Worker;

/// <summary>What is set; else this process's own listener; else where a farm listens that nothing was said to.</summary>
internal sealed class FarmAddress(IOptions<WorkerOptions> worker, IOptions<FarmOptions> farm, IServiceProvider services) : IFarmAddress
{
    public string Address => worker.Value.Farm is { Length: > 0 } set
        ? set
        : services.GetService<FarmListener>()?.Address ?? farm.Value.Url;
}
