using StapFarm.Lab.Machines;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.Farm;

/// <summary>One farm and one booted 6.1 machine with its runner, shared by the tests of the collection.</summary>
public sealed class FarmWithTarget : IAsyncLifetime
{
    public const string Collection = "a farm and a target";

    internal RealFarm Farm { get; private set; } = null!;

    internal LabMachine Target { get; private set; } = null!;

    internal static string Kernel => SharedFarm.Kernel61;

    public async Task InitializeAsync()
    {
        Farm = await RealFarm.StartAsync();
        Target = await BootAsync(Farm, "target");
    }

    public async Task DisposeAsync()
    {
        if (Target is not null)
        {
            await Target.DisposeAsync();
        }

        Farm?.Dispose();
    }

    /// <summary>Boots a machine and waits until the farm knows its runner.</summary>
    internal static Task<LabMachine> BootAsync(RealFarm farm, string name, bool readOnlyRoot = false) =>
        FarmTarget.BootAsync(farm, name, Kernel, readOnlyRoot);
}
