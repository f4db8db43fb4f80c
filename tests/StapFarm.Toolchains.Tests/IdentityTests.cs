using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Testing;
using StapFarm.Toolchains.Identity;
using StapFarm.Toolchains.Making;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class IdentityTests : IDisposable
{
    private static readonly string HashA = new('a', 64);
    private static readonly string HashB = new('b', 64);
    private static readonly RootIdentity Example = new(
        "debian-root/1",
        Architecture.X86_64,
        [Architecture.X86_64, Architecture.Arm64],
        [new ToolchainPackage("make", "4.4.1-2", "amd64", HashA), new ToolchainPackage("systemtap", "5.1-5", "amd64", HashB)]);

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_encoding_of_version_1_never_changes() =>
        Assert.Equal("3ac531b38a2713d30241435297b7c5090ecc48adb2a4c67119e7342e5fb1adcb", Example.ComputeDigest().ToString());

    [Fact]
    public void The_order_in_which_packages_and_targets_are_read_is_no_part_of_it() =>
        Assert.Equal(
            Example.ComputeDigest(),
            (Example with { Packages = [.. Example.Packages.Reverse()], Targets = [.. Example.Targets.Reverse()] }).ComputeDigest());

    [Fact]
    public void Each_field_is_part_of_it()
    {
        RootIdentity[] others =
        [
            Example with { Recipe = "debian-root/2" },
            Example with { Host = Architecture.Arm64 },
            Example with { Targets = [Architecture.X86_64] },
            Example with { Packages = [Example.Packages[0]] },
            With(Example.Packages[0] with { Name = "mak" }),
            With(Example.Packages[0] with { Version = "4.4.1-3" }),
            With(Example.Packages[0] with { Architecture = "all" }),
            With(Example.Packages[0] with { Sha256 = HashB }),
            // The same letters, cut elsewhere.
            With(Example.Packages[0] with { Name = "make4", Version = ".4.1-2" }),
        ];

        Assert.Equal(others.Length + 1, others.Append(Example).Select(identity => identity.ComputeDigest()).Distinct().Count());
    }

    [Fact]
    public void It_reads_back_from_the_root_as_it_was_written()
    {
        Example.WriteInto(_scratch.Path);
        Assert.Equal(Example.ComputeDigest(), RootIdentity.ReadFrom(_scratch.Path).ComputeDigest());
    }

    [Fact]
    public void A_folder_without_one_is_no_root()
    {
        var failure = Assert.Throws<FarmException>(() => RootIdentity.ReadFrom(_scratch.Path)).Failure;
        Assert.Equal(FailureCode.Corrupt, failure.Code);
    }

    [Fact]
    public void Hashes_come_from_the_lists_for_just_the_versions_installed()
    {
        WriteLists(status: Installed("make", "2", "amd64") + Installed("base", "1", "all") + "Package: gone\nVersion: 1\nArchitecture: amd64\nStatus: deinstall ok config-files\n\n");

        Assert.Equal(
            [new ToolchainPackage("base", "1", "all", HashB), new ToolchainPackage("make", "2", "amd64", HashA)],
            PackageInventory.Read(_scratch.Path));
    }

    [Fact]
    public void An_installed_package_that_no_list_knows_is_named()
    {
        WriteLists(status: Installed("make", "3", "amd64"));

        var failure = Assert.Throws<FarmException>(() => PackageInventory.Read(_scratch.Path)).Failure;
        Assert.Equal(FailureCode.SourceFailed, failure.Code);
        Assert.Contains("make 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_recipe_needs_a_new_version()
    {
        // When this fails, raise DebianRecipe.Version and put the new text's digest here.
        var text = string.Join('\n', DebianRecipe.All.SelectMany(recipe => recipe.MmdebstrapArguments("FOLDER", [], [])).Concat(DebianRecipe.MountPoints));
        Assert.Equal(
            ("debian-root/1", "04fc3cdf2d46"),
            (DebianRecipe.Version, Model.Content.Digest.Of(System.Text.Encoding.UTF8.GetBytes(text)).Short));
    }

    private static RootIdentity With(ToolchainPackage first) => Example with { Packages = [first, Example.Packages[1]] };

    private static string Installed(string name, string version, string architecture) =>
        $"Package: {name}\nStatus: install ok installed\nArchitecture: {architecture}\nVersion: {version}\nDescription: short\n Package: not a field\n\n";

    private void WriteLists(string status)
    {
        var lists = Directory.CreateDirectory(_scratch.File("var/lib/apt/lists")).FullName;
        Directory.CreateDirectory(_scratch.File("var/lib/dpkg"));
        File.WriteAllText(_scratch.File("var/lib/dpkg/status"), status);
        File.WriteAllText(
            Path.Combine(lists, "a_Packages"),
            $"Package: make\nVersion: 2\nArchitecture: amd64\nSHA256: {HashA}\n\nPackage: make\nVersion: 1\nArchitecture: amd64\nSHA256: {HashB}\n");
        File.WriteAllText(Path.Combine(lists, "b_Packages"), $"Package: base\nVersion: 1\nArchitecture: all\nSHA256: {HashB}\n");
        File.WriteAllText(Path.Combine(lists, "a_InRelease"), "not a list");
    }
}
