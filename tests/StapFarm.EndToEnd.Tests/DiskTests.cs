using StapFarm.EndToEnd.Tests.Farm;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>A full disk is said with its folder, leaves nothing half-made, and is forgotten when there is room again.</summary>
[Trait("lane", "real")]
public sealed class DiskTests
{
    private const int Page = 4096;

    /// <summary>What a build needs of the stores to begin with: for its request and for the record of the attempt at it.</summary>
    private const int RoomToBegin = 2 * Page;

    [Fact]
    public async Task A_full_scratch_disk_fails_the_build_with_the_folder_and_room_heals_it()
    {
        using var disk = await SmallDisk.MountAsync(megabytes: 8);
        using var farm = await RealFarm.StartAsync($"--Farm:Folders:Scratch={disk.Path}");
        await DemandFullAsync(farm, disk, leavingBytes: 128 * Page, "The worker's disk has no room", Path.Combine(disk.Path, "builds"));
        await DemandFullAsync(farm, disk, leavingBytes: 0, "The worker's disk has no room", Path.Combine(disk.Path, "builds"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(disk.Path, "builds")));
        await DemandBuiltAsync(farm, disk);
    }

    [Fact]
    public async Task A_full_disk_of_the_stores_fails_the_build_wherever_it_is_and_room_heals_it()
    {
        using var disk = await SmallDisk.MountAsync(megabytes: 2);
        Directory.CreateDirectory(Path.Combine(disk.Path, "manifests"));

        // A farm that has just been prepared has promoted nothing yet.
        foreach (var kind in ((string[])["kernel-tree", "toolchain", "runtime-bundle", "pair", "promotion"])
            .Select(kind => Path.Combine(SharedFarm.DataRoot, "manifests", kind)).Where(Directory.Exists))
        {
            await Processes.RunAsync("cp", "-r", kind, Path.Combine(disk.Path, "manifests"));
        }

        using var farm = await RealFarm.StartAsync($"--Farm:Folders:Stores={disk.Path}");
        const string what = "The disk with the farm's store";
        await DemandFullAsync(farm, disk, leavingBytes: 0, what, disk.Path);
        await DemandFullAsync(farm, disk, leavingBytes: Page, what, disk.Path);
        await DemandFullAsync(farm, disk, RoomToBegin, what, disk.Path);

        Assert.False(Directory.Exists(Path.Combine(disk.Path, "manifests", "module")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(disk.Path, "incoming")));
        await DemandBuiltAsync(farm, disk);
    }

    private static async Task DemandFullAsync(RealFarm farm, SmallDisk disk, int leavingBytes, string what, string folder)
    {
        disk.Fill(leavingBytes);

        var failed = await BuildAsync(farm);

        Assert.True(failed.ExitCode == 1, failed.ToString());
        Assert.Contains(what, failed.Stderr, StringComparison.Ordinal);
        Assert.Contains(folder, failed.Stderr, StringComparison.Ordinal);
        Assert.Contains("Free", failed.Stderr, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(farm.DataRoot, "roomy.ko")));
        disk.Empty();
    }

    private static async Task DemandBuiltAsync(RealFarm farm, SmallDisk disk)
    {
        var built = await BuildAsync(farm);
        Assert.True(built.ExitCode == 0, built.ToString());

        // A hit needs no room.
        disk.Fill(leavingBytes: 0);
        var hit = await BuildAsync(farm);
        Assert.True(hit.ExitCode == 0, hit.ToString());
    }

    private static Task<ProgramResult> BuildAsync(RealFarm farm) => farm.CliAsync(
        "build", "-e", "probe begin { exit() }", "-m", "roomy", "--kernel", SharedFarm.Kernel61, "--toolchain", "debian:trixie");
}
