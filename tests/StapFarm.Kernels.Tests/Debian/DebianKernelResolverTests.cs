using StapFarm.Kernels.Debian;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Tests.Debian;

public sealed class DebianKernelResolverTests
{
    private const string Release = "6.1.0-47-cloud-amd64";

    [Fact]
    public async Task Packages_are_those_that_the_headers_name()
    {
        var lists = Bookworm();

        var (packages, missing) = await new DebianKernelResolver(lists, builder: "amd64").FindAsync(new(Release, null), CancellationToken.None);

        Assert.Null(missing);
        Assert.Equal(
            [
                $"linux-image-{Release} 6.1.170-3", $"linux-headers-{Release} 6.1.170-3", "linux-headers-6.1.0-47-common 6.1.170-3",
                "linux-kbuild-6.1 6.1.176-1", $"linux-image-{Release}-dbg 6.1.170-3",
            ],
            packages!.All.Select(package => $"{package.Name} {package.Version}"));
    }

    [Fact]
    public async Task Kbuild_of_the_same_build_goes_before_a_newer_one()
    {
        var lists = Bookworm().Add("linux-kbuild-6.1", "6.1.170-3");

        var (packages, _) = await new DebianKernelResolver(lists, builder: "amd64").FindAsync(new(Release, null), CancellationToken.None);

        Assert.Equal("6.1.170-3", packages!.Kbuild!.Version.Text);
    }

    [Fact]
    public async Task Two_builds_of_a_release_are_not_mixed()
    {
        var lists = Bookworm()
            .Add($"linux-image-{Release}", "6.1.171-1")
            .Add($"linux-image-{Release}-dbg", "6.1.171-1");

        var (packages, _) = await new DebianKernelResolver(lists, builder: "amd64").FindAsync(new(Release, null), CancellationToken.None);

        Assert.All(packages!.All.Where(package => !package.Name.Contains("kbuild", StringComparison.Ordinal)), package => Assert.Equal("6.1.170-3", package.Version.Text));
    }

    [Theory]
    [InlineData(null, "6.1.171-1")]
    [InlineData("6.1.170-3", "6.1.170-3")]
    [InlineData("6.1.171-1", "6.1.171-1")]
    [InlineData("6.1.169-1", null)]
    public async Task Of_two_builds_it_is_the_named_one_or_the_newest(string? wanted, string? found)
    {
        var lists = Bookworm()
            .Add($"linux-image-{Release}", "6.1.171-1")
            .Add($"linux-headers-{Release}", "6.1.171-1", "linux-headers-6.1.0-47-common (= 6.1.171-1), linux-kbuild-6.1 (>= 6.1.170-3)")
            .Add("linux-headers-6.1.0-47-common", "6.1.171-1");

        var (packages, missing) = await new DebianKernelResolver(lists, builder: "amd64").FindAsync(new(Release, wanted), CancellationToken.None);

        Assert.Equal((found, found is null), (packages?.Image.Version.Text, missing is not null));
    }

    [Fact]
    public async Task Debug_information_of_another_build_is_none()
    {
        var lists = Bookworm(debugVersion: "6.1.169-1");

        var (packages, _) = await new DebianKernelResolver(lists, builder: "amd64").FindAsync(new(Release, null), CancellationToken.None);

        Assert.Null(packages!.DebugInfo);
    }

    [Fact]
    public async Task An_unsigned_image_serves_where_there_is_no_signed_one()
    {
        var lists = Bookworm();
        lists.Remove($"linux-image-{Release}");
        lists.Add($"linux-image-{Release}-unsigned", "6.1.170-3");

        var (packages, _) = await new DebianKernelResolver(lists, builder: "amd64").FindAsync(new(Release, null), CancellationToken.None);

        Assert.Equal($"linux-image-{Release}-unsigned", packages!.Image.Name);
    }

    [Theory]
    [InlineData("linux-image-" + Release)]
    [InlineData("linux-headers-" + Release)]
    [InlineData("linux-headers-6.1.0-47-common")]
    [InlineData("linux-kbuild-6.1")]
    public async Task What_the_archive_lacks_is_named(string package)
    {
        var lists = Bookworm();
        lists.Remove(package);

        var (packages, missing) = await new DebianKernelResolver(lists, builder: "amd64").FindAsync(new(Release, null), CancellationToken.None);

        Assert.Null(packages);
        Assert.Equal(package, missing);
    }

    [Fact]
    public async Task Headers_that_fit_together_in_a_new_way_are_no_guess()
    {
        var lists = new Lists().Add($"linux-image-{Release}", "1").Add($"linux-headers-{Release}", "1", "linux-something-else");

        var failure = (await Assert.ThrowsAsync<FarmException>(() => new DebianKernelResolver(lists, builder: "amd64").FindAsync(new(Release, null), CancellationToken.None))).Failure;

        Assert.Equal(FailureCode.SourceFailed, failure.Code);
    }

    [Fact]
    public async Task A_kernel_of_another_architecture_takes_its_own_packages_and_the_builders_kbuild()
    {
        var (arm64, amd64) = (Arm64(), new Lists().Add("linux-kbuild-6.1", "6.1.192-2"));

        var (packages, missing) = await new DebianKernelResolver(arm64, builder: "amd64", programs: amd64).FindAsync(new(ArmRelease, null), CancellationToken.None);

        Assert.Null(missing);
        Assert.Equal(["arm64", "arm64", "all", "amd64", "arm64"], packages!.All.Select(package => package.Architecture));
    }

    [Fact]
    public async Task Kbuild_of_the_kernels_own_architecture_does_not_do()
    {
        var (packages, missing) = await new DebianKernelResolver(Arm64(), builder: "amd64").FindAsync(new(ArmRelease, null), CancellationToken.None);

        Assert.Null(packages);
        Assert.StartsWith("linux-kbuild-6.1:amd64 (not :arm64", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_place_with_both_architectures_each_kernel_takes_its_own_packages()
    {
        // The kernel's own make bindeb-pkg names packages of every architecture alike.
        const string Mine = "6.1.9-mine";
        var lists = Arm64().Add("linux-kbuild-6.1", "6.1.192-2");
        foreach (var (architecture, version) in new[] { ("arm64", "2"), ("amd64", "2"), ("amd64", "1"), ("arm64", "3") })
        {
            lists.Add($"linux-headers-{Mine}", version, architecture: architecture).Add($"linux-image-{Mine}-dbg", version, architecture: architecture);
        }

        lists.Add($"linux-image-{Mine}", "2", architecture: "arm64").Add($"linux-image-{Mine}", "2");
        lists.Add($"linux-headers-{ArmRelease}", "6.1.192-3", "linux-headers-6.1.0-56-common, linux-kbuild-6.1");

        var (debian, _) = await new DebianKernelResolver(lists, builder: "amd64").FindAsync(new(ArmRelease, null), CancellationToken.None);
        var (mine, _) = await new DebianKernelResolver(lists, allowsSelfBuilt: true, "amd64").FindAsync(new(Mine, null), CancellationToken.None);

        Assert.Equal(["arm64", "arm64", "all", "amd64", "arm64"], debian!.All.Select(package => package.Architecture));
        Assert.Equal(["amd64 2", "amd64 2", "amd64 2"], mine!.All.Select(package => $"{package.Architecture} {package.Version}"));
    }

    [Fact]
    public async Task Releases_of_a_series_are_newest_first()
    {
        var lists = new Lists();
        foreach (var release in (string[])["6.12.99+deb13", "6.12.117+deb12", "6.12.117+deb13", "6.12.100+deb13", "6.1.0-56", "6.12"])
        {
            lists.Add($"linux-image-{release}-cloud-amd64", "1").Add($"linux-image-{release}-amd64", "1").Add($"linux-image-{release}-cloud-amd64-dbg", "1");
        }

        var releases = await new DebianKernelResolver(lists).ReleasesAsync(KernelSpecification.Parse("6.12-cloud-amd64"), CancellationToken.None);

        Assert.Equal(
            ["6.12.117+deb13-cloud-amd64", "6.12.117+deb12-cloud-amd64", "6.12.100+deb13-cloud-amd64", "6.12.99+deb13-cloud-amd64"],
            releases);
    }

    private static Lists Bookworm(string debugVersion = "6.1.170-3") => new Lists()
        .Add($"linux-image-{Release}", "6.1.170-3")
        .Add($"linux-image-{Release}-dbg", debugVersion)
        .Add($"linux-headers-{Release}", "6.1.170-3", "linux-headers-6.1.0-47-common (= 6.1.170-3), linux-kbuild-6.1 (>= 6.1.170-3), linux-compiler-gcc-12-x86")
        .Add("linux-headers-6.1.0-47-common", "6.1.170-3")
        .Add("linux-kbuild-6.1", "6.1.192-2")
        .Add("linux-kbuild-6.1", "6.1.176-1")
        .Add("linux-kbuild-6.1", "6.1.10-1");

    private const string ArmRelease = "6.1.0-56-cloud-arm64";

    private static Lists Arm64() => new Lists()
        .Add($"linux-image-{ArmRelease}", "6.1.192-2", architecture: "arm64")
        .Add($"linux-image-{ArmRelease}-dbg", "6.1.192-2", architecture: "arm64")
        .Add($"linux-headers-{ArmRelease}", "6.1.192-2", "linux-headers-6.1.0-56-common (= 6.1.192-2), linux-kbuild-6.1 (>= 6.1.192-2), gcc-12", "arm64")
        .Add("linux-headers-6.1.0-56-common", "6.1.192-2", architecture: "all")
        .Add("linux-kbuild-6.1", "6.1.192-2", architecture: "arm64");

    private sealed class Lists : IAptLists
    {
        private readonly List<DebianPackage> _packages = [];

        public Lists Add(string name, string version, string depends = "", string architecture = "amd64")
        {
            var paragraph = $"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\nDepends: {depends}\nSize: 1\nInstalled-Size: 1\nSHA256: {new string('a', 64)}\n";
            _packages.Add(DebianPackage.From(ControlParagraph.ParseAll(paragraph)[0])!);
            return this;
        }

        public void Remove(string name) => _packages.RemoveAll(package => package.Name == name);

        public Task<IReadOnlyList<DebianPackage>> ShowAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<DebianPackage>>([.. _packages.Where(package => names.Contains(package.Name))]);

        public Task<IReadOnlyList<string>> NamesAsync(string prefix, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([.. _packages.Select(package => package.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal))]);

        public Task<bool> UpdateAsync(TimeSpan maxAge, IProgress<WorkProgress> progress, CancellationToken cancellationToken) => Task.FromResult(true);
    }
}
