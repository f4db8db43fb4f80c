using StapFarm.Lab.Kernels;
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
    internal static async Task<LabMachine> BootAsync(RealFarm farm, string name, bool readOnlyRoot = false)
    {
        var key = Path.Combine(farm.DataRoot, "farm.pem");
        var printed = await farm.CliAsync("farm", "key");
        await File.WriteAllTextAsync(key, printed.Stdout);
        var machine = await LabMachine.StartAsync(new LabMachineOptions(LabKernel.Find(Kernel, Path.Combine(SharedFarm.DataRoot, "kernels")))
        {
            Name = name,
            ReadOnlyRoot = readOnlyRoot,
            Runner = new LabRunner(Binaries.Runner, new Uri(farm.Url)) { FarmKey = key },
        });
        await farm.WaitForRunnerAsync(name);
        return machine;
    }
}
