using StapFarm.Model.Care;
using StapFarm.Model.Failures;

namespace StapFarm.Storage.Tests.Collection;

internal sealed class FakeUses : IUses
{
    public List<Use> Now { get; } = [];

    public bool Unavailable { get; set; }

    public Task<IReadOnlyList<Use>> ListAsync(CancellationToken cancellationToken) =>
        Unavailable ? throw new FarmException(FailureCode.Unavailable, "Not now.") : Task.FromResult<IReadOnlyList<Use>>([.. Now]);
}
