using StapFarm.Model.Care;

namespace StapFarm.Kernels.Tests.Care;

internal sealed class FakeUses : IUses
{
    public List<Use> Now { get; } = [];

    public Task<IReadOnlyList<Use>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Use>>([.. Now]);
}
