using StapFarm.Lab.Machines;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.Farm;

/// <summary>One farm with two toolchains, of which nobody has tried any for 6.12, and a booted machine of each kernel.</summary>
public sealed class FarmWithTwoKernels : IAsyncLifetime
{
    public const string Older = "older";

    public const string Newer = "newer";

    internal RealFarm Farm { get; private set; } = null!;

    internal IReadOnlyList<LabMachine> Targets { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Farm = await RealFarm.StartAsync();
        Targets = await Task.WhenAll(
            FarmTarget.BootAsync(Farm, Older, SharedFarm.Kernel61),
            FarmTarget.BootAsync(Farm, Newer, SharedFarm.Kernel612));
    }

    public async Task DisposeAsync()
    {
        foreach (var target in Targets)
        {
            await target.DisposeAsync();
        }

        Farm?.Dispose();
    }
}
