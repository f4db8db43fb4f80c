using System.Text.Json.Nodes;
using StapFarm.Lab.Machines;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.Farm;

/// <summary>A farm whose kernel trees tests choose, and a target that can pass for one with another build of the kernel.</summary>
public sealed class FarmWithKernelVariants : IAsyncLifetime
{
    internal RealFarm Farm { get; private set; } = null!;

    internal KernelVariants Kernels { get; private set; } = null!;

    internal LabMachine Target { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Kernels = await KernelVariants.MakeAsync();
        Farm = await RealFarm.StartAsync(Kernels.Settings);
        Target = await FarmTarget.BootAsync(Farm, "target", SharedFarm.Kernel61);
        var notes = await Target.ExecAsync("od -An -v -tx1 /sys/kernel/notes | tr -d ' \\n'");
        await Target.PutFileAsync("/tmp/other-notes", Kernels.OtherNotes(Convert.FromHexString(notes.Output)));
    }

    public async Task DisposeAsync()
    {
        if (Target is not null)
        {
            await Target.DisposeAsync();
        }

        Farm?.Dispose();
        Kernels?.Dispose();
    }

    /// <summary>Restarts the runner; from then on it sees the notes of the other build, or those of its own.</summary>
    internal async Task RestartRunnerAsync(bool asOtherBuild)
    {
        await Target.ExecAsync("killall -9 stapfarm-runner; umount /sys/kernel/notes 2>/dev/null");
        if (asOtherBuild)
        {
            (await Target.ExecAsync("mount -o bind /tmp/other-notes /sys/kernel/notes")).EnsureSuccess();
        }

        await Target.StartRunnerAsync();
        var wanted = asOtherBuild ? Kernels.OtherBuildId : Kernels.BuildId;
        JsonNode? runner;
        do
        {
            var listed = await Farm.CliAsync("runners", "--wait", "target", "--json");
            Assert.True(listed.ExitCode == 0, listed.ToString());
            runner = JsonNode.Parse(listed.Stdout)!.AsArray().Single();
        }
        while ((string)runner!["kernel"]!["buildId"]! != wanted);
    }
}
