using StapFarm.Lab.Kernels;
using StapFarm.Lab.Machines;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Lab.Tests.Machines;

/// <summary>One machine with the 6.1 kernel of the prepared farm, for the tests that leave it as it was.</summary>
public sealed class BootedMachine : IAsyncLifetime
{
    public static LabKernel Kernel { get; } = LabKernel.Find(SharedFarm.Kernel61, Path.Combine(SharedFarm.DataRoot, "kernels"));

    public LabMachine Machine { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Machine = await LabMachine.StartAsync(new LabMachineOptions(Kernel) { Name = "shared" });

    public async Task DisposeAsync() => await Machine.DisposeAsync();
}
