using StapFarm.Lab.Kernels;
using StapFarm.Lab.Machines;

namespace StapFarm.Testing.Farm;

/// <summary>Machines of the lab that run scripts of a farm.</summary>
public static class FarmTarget
{
    /// <summary>Boots a machine with a kernel of the prepared farm, and waits until the farm knows its runner.</summary>
    /// <param name="kernel">The release, e.g. <c>6.1.0-56-cloud-amd64</c>.</param>
    /// <param name="kernels">The folder with the farm's kernels, if they aren't those of the prepared farm.</param>
    public static async Task<LabMachine> BootAsync(RealFarm farm, string name, string kernel, bool readOnlyRoot = false, string? kernels = null)
    {
        var found = LabKernel.Find(kernel, kernels ?? Path.Combine(SharedFarm.DataRoot, "kernels"));
        var key = Path.Combine(farm.DataRoot, "farm.pem");
        var printed = await farm.CliAsync("farm", "key");
        await File.WriteAllTextAsync(key, printed.Stdout);
        var machine = await LabMachine.StartAsync(new LabMachineOptions(found)
        {
            Name = name,
            ReadOnlyRoot = readOnlyRoot,
            Runner = new LabRunner(Binaries.RunnerFor(found.Platform), new Uri(farm.Url)) { FarmKey = key },
        });
        await farm.WaitForRunnerAsync(name);
        return machine;
    }
}
