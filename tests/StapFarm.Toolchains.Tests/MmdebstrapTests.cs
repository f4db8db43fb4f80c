using StapFarm.Model.Failures;
using StapFarm.Testing;
using StapFarm.Toolchains.Making;
using StapFarm.Toolchains.Packing;
using StapFarm.Toolchains.Processes;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class MmdebstrapTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("I: downloading packages with apt...", "downloading packages with apt")]
    [InlineData("I: success in 25.2624 seconds", "success in 25.2624 seconds")]
    [InlineData("W: unsandboxed", "warning: unsandboxed")]
    [InlineData("Setting up libc6", null)]
    public void Its_notes_are_progress(string line, string? text) => Assert.Equal(text, Mmdebstrap.ProgressOf(line));

    [Theory]
    [InlineData("E: Unable to locate package gcc-12", FailureCode.SourceFailed, "Mirrors option")]
    [InlineData("The following signatures couldn't be verified: NO_PUBKEY 6ED0E7B82643E131", FailureCode.SourceFailed, "debian-archive-keyring")]
    [InlineData("unshare: failed to execute mmdebstrap: No such file or directory", FailureCode.SourceFailed, "apt-get install mmdebstrap")]
    [InlineData("unshare: unshare failed: Operation not permitted", FailureCode.SourceFailed, "mount namespaces")]
    [InlineData("Could not resolve 'archive.example'", FailureCode.SourceFailed, "apt-get update")]
    [InlineData("dpkg: error: No space left on device", FailureCode.StoreFull, "Free some room")]
    public void A_failure_has_its_last_lines_and_what_to_do(string line, FailureCode code, string advice)
    {
        var failure = Mmdebstrap.FailureOf("debian:sid", new ProgramEnd(25, ["I: running apt-get update...", line]));

        Assert.Equal(code, failure.Code);
        Assert.Contains(advice, failure.Advice, StringComparison.Ordinal);
        Assert.Contains("debian:sid", failure.Message, StringComparison.Ordinal);
        Assert.True(code == FailureCode.StoreFull || failure.Message.Contains(line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_tidied_root_has_its_mount_points_and_nothing_of_the_host_nor_programs_that_give_root()
    {
        var staprun = Write("usr/bin/staprun");
        FileModes.Set(staprun, FileModes.Open | UnixFileMode.SetUser);
        Write("etc/resolv.conf");
        Write("var/lib/apt/lists/some_Packages");
        Write("dev/full");
        File.CreateSymbolicLink(_scratch.File("dev/outside"), "/etc");
        RootTidying.Tidy(_scratch.Path);

        Assert.Equal(FileModes.Open, FileModes.Get(staprun));
        Assert.All(DebianRecipe.MountPoints, folder => Assert.Equal(FileModes.Open, FileModes.Get(_scratch.File(folder))));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch.File("dev")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch.File("var/lib/apt/lists")));
        Assert.False(File.Exists(_scratch.File("etc/resolv.conf")));
        Assert.True(Directory.Exists("/etc"));
    }

    [Fact]
    public void Compilers_are_those_that_kernels_name_lowest_first()
    {
        foreach (var name in (string[])["gcc-14", "gcc-9", "gcc-ar-12", "x86_64-linux-gnu-gcc-12", "gcc", "gcc-12"])
        {
            Write($"usr/bin/{name}");
        }

        Assert.Equal(["gcc-9", "gcc-12", "gcc-14"], RootInspection.FindCompilers(_scratch.Path));
    }

    private string Write(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_scratch.File(name))!);
        File.WriteAllText(_scratch.File(name), name);
        return _scratch.File(name);
    }
}
