using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Testing;
using StapFarm.Toolchains.Making;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class CrossTargetTests : IDisposable
{
    private static readonly CrossTarget Other = CrossTarget.All.First(target => target.Architecture != Architecture.OfThisMachine);
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_target_is_part_of_the_name_however_it_is_written()
    {
        foreach (var name in (string[])[Other.Architecture.Name, Other.DebianName])
        {
            var specification = ToolchainSpecification.Parse($"debian:sid+{name}+{name},fresh");

            Assert.Equal(($"debian:sid+{Other.Architecture}", true), (specification.Name, specification.Fresh));
            Assert.Equal([Other], specification.Targets);
        }

        Assert.Equal("debian:sid", ToolchainSpecification.Parse("debian:sid").Name);
    }

    [Fact]
    public void The_farms_own_architecture_and_an_unknown_one_are_refused_with_those_there_are()
    {
        foreach (var (name, words) in new[] { (Architecture.OfThisMachine.Name, "anyway"), ("vax", "'vax'"), ("", "''") })
        {
            var failure = Assert.Throws<FarmException>(() => ToolchainSpecification.Parse($"debian:trixie+{name}")).Failure;

            Assert.Equal(FailureCode.InvalidRequest, failure.Code);
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
            Assert.Contains(Other.Architecture.Name, failure.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_root_for_a_target_has_the_compilers_for_it()
    {
        var arm64 = CrossTarget.Find("aarch64")!;

        var arguments = ToolchainSpecification.Parse("debian:trixie").Recipe.MmdebstrapArguments("FOLDER", [arm64], []);

        Assert.Contains("--include=systemtap,make,gcc-12,gcc-14,gcc-12-aarch64-linux-gnu,gcc-14-aarch64-linux-gnu", arguments);
        Assert.Equal("gcc-12-x86-64-linux-gnu", CrossTarget.Find("amd64")!.PackageOf("gcc-12"));
    }

    [Fact]
    public void The_runtime_of_a_target_is_unpacked_and_never_installed()
    {
        var arguments = ToolchainSpecification.Parse("debian:sid").Recipe.RuntimeArguments("FOLDER", CrossTarget.Find("arm64")!, ["MIRROR"]);

        Assert.Contains("--variant=extract", arguments);
        Assert.Contains("--architectures=arm64", arguments);
        Assert.Equal(["sid", "FOLDER", "MIRROR"], arguments.TakeLast(3));
    }

    [Fact]
    public void Unpacked_packages_are_known_by_their_files_and_the_lists_hashes()
    {
        var hash = new string('b', 64);
        Write("var/cache/apt/archives/lock", "");
        Write("var/cache/apt/archives/libfoo_1%3a2-3_arm64.deb", "");
        Write("var/lib/apt/lists/x_Packages", $"Package: libfoo\nVersion: 1:2-3\nArchitecture: arm64\nSHA256: {hash}\n");

        Assert.Equal([new ToolchainPackage("libfoo", "1:2-3", "arm64", hash)], RuntimeRoot.Packages(_scratch.Path));

        Write("var/cache/apt/archives/libbar_1_arm64.deb", "");
        Assert.Contains("libbar 1", Assert.Throws<FarmException>(() => RuntimeRoot.Packages(_scratch.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unpacked_runtime_gets_the_links_of_a_merged_root_where_it_has_none()
    {
        Write("usr/lib/ld.so", "loader");
        Write("usr/bin/x", "");
        Write("bin/y", "");

        RuntimeRoot.LinkMerged(_scratch.Path);

        Assert.Equal("loader", File.ReadAllText(_scratch.File("lib/ld.so")));
        Assert.Null(new DirectoryInfo(_scratch.File("bin")).LinkTarget);
        Assert.False(Path.Exists(_scratch.File("lib64")));
    }

    [Fact]
    public void Compilers_for_a_target_are_those_that_are_there_for_it()
    {
        foreach (var name in (string[])["gcc-12", "gcc-14", "aarch64-linux-gnu-gcc-14"])
        {
            Write($"usr/bin/{name}", "");
        }

        Assert.Equal(["aarch64-linux-gnu-gcc-14"], RootInspection.CrossCompilers(_scratch.Path, Architecture.X86_64, Architecture.Arm64));
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_scratch.File(name))!);
        File.WriteAllText(_scratch.File(name), text);
    }
}
