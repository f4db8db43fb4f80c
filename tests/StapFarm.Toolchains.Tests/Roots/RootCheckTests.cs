using StapFarm.Model.Failures;
using StapFarm.Testing;
using StapFarm.Toolchains.Roots;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests.Roots;

public sealed class RootCheckTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    private string Root => _scratch.Path;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task An_empty_root_is_told_everything_it_lacks_at_once()
    {
        Directory.CreateDirectory(_scratch.File("usr/bin"));

        var failure = await FailureAsync();
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.All(RootNeed.All, need => Assert.Contains(need.Describe(), failure.Message, StringComparison.Ordinal));
        Assert.Contains("systemtap-runtime", failure.Message, StringComparison.Ordinal);
        Assert.Contains("C compiler", failure.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Needs => new(RootNeed.All.Select(need => need.Path).Where(path => path != RootNeed.Stap));

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task Each_part_that_is_missing_is_named_with_the_packages_that_have_it(string path)
    {
        Fill();
        File.Delete(Root + path);

        var lacks = await LacksAsync();
        Assert.Contains(RootNeed.All.Single(need => need.Path == path).Describe(), lacks[0], StringComparison.Ordinal);
        Assert.Equal(2, lacks.Count);
    }

    [Fact]
    public async Task A_part_that_is_only_a_link_out_of_the_root_is_missing()
    {
        Fill();
        File.Delete(Root + "/usr/bin/make");
        File.CreateSymbolicLink(Root + "/usr/bin/make", "../../../../../../../../usr/bin/env");

        Assert.Contains("make (/usr/bin/make)", (await LacksAsync())[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("usr/bin/staprun", "/usr/bin/staprun")]
    [InlineData("usr/lib/systemtap/stapio", "stapio")]
    [InlineData("usr/lib/x86_64-linux-gnu/libselinux.so.1", "libselinux.so.1")]
    public async Task A_root_that_cant_give_a_runtime_bundle_is_told_why(string path, string named)
    {
        Fill();
        File.Delete(_scratch.File(path));

        var lacks = await LacksAsync();
        Assert.Contains("install systemtap-runtime", lacks[0], StringComparison.Ordinal);
        Assert.Contains(named, lacks[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compiler_that_doesnt_compile_is_told_with_its_own_words()
    {
        Fill();
        File.Copy("/usr/bin/false", Root + "/usr/bin/gcc-4.8");

        var failure = await FailureAsync();
        Assert.True(failure.Message.Contains("gcc-4.8 doesn't compile", StringComparison.Ordinal), failure.Message);
    }

    [Fact]
    public async Task A_root_of_another_architecture_is_refused_with_both_names()
    {
        Fill();
        var stap = await File.ReadAllBytesAsync(Root + RootNeed.Stap);
        stap[18] = 183;
        await File.WriteAllBytesAsync(Root + RootNeed.Stap, stap);

        var failure = await FailureAsync();
        Assert.Equal(FailureCode.Unsupported, failure.Code);
        Assert.Contains("arm64", failure.Message, StringComparison.Ordinal);
        Assert.Contains("x86_64", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stap_that_is_a_script_is_refused()
    {
        Fill();
        await File.WriteAllTextAsync(Root + RootNeed.Stap, "#!/bin/sh\necho version 5.1/\n");

        Assert.Equal(FailureCode.Unsupported, (await FailureAsync()).Code);
    }

    [Theory]
    [InlineData("gcc (GCC) 4.8.5 20150623 (Red Hat 4.8.5-44)\nCopyright", "4.8.5")]
    [InlineData("gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright", "12.2.0")]
    [InlineData("x86_64-linux-gnu-gcc (Ubuntu 13.2.0-4ubuntu3 (a)) 13.2.0", "13.2.0")]
    [InlineData("no compiler", null)]
    public void A_compilers_release_is_read_from_what_it_says(string words, string? release) =>
        Assert.Equal(release, RootCompilers.ReleaseIn(words));

    [Fact]
    public void Packages_are_read_from_rpms_answer()
    {
        var packages = RootPackages.ParseRpm("gpg-pubkey\tf4a80eb5-53a7ff4b\t(none)\nsystemtap\t4.0-13.el7\tx86_64\nhalf a line");

        Assert.Equal([("systemtap", "4.0-13.el7", "x86_64", "")], packages.Select(package => (package.Name, package.Version, package.Architecture, package.Sha256)));
    }

    /// <summary>Everything but a compiler.</summary>
    private void Fill()
    {
        SyntheticRoot.Make(Root);
        // As the maker's folders are: the user of trials has no rights.
        Packing.FileModes.Set(Root, Packing.FileModes.Open);
        foreach (var need in RootNeed.All)
        {
            var place = Root + need.Path;
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy("/usr/bin/true", place, overwrite: true);
        }
    }

    private async Task<IReadOnlyList<string>> LacksAsync() =>
        [.. (await FailureAsync()).Message.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal))];

    private async Task<FarmFailure> FailureAsync() =>
        (await Assert.ThrowsAsync<FarmException>(() => new RootCheck(Root, new RootSandbox(Root, TimeSpan.FromMinutes(1), TimeProvider.System)).RunAsync(default))).Failure;
}
