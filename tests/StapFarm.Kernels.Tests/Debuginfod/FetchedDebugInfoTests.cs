using StapFarm.Kernels.Debuginfod;
using StapFarm.Kernels.Downloads;
using StapFarm.Kernels.Tests.Downloads;
using StapFarm.Kernels.Tests.Elf;
using StapFarm.Kernels.Tests.Making;
using StapFarm.Kernels.Tests.Uploads;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Tests.Debuginfod;

public sealed class FetchedDebugInfoTests : SendingFiles
{
    private const string Release = SyntheticKernel.Release;
    private static readonly ScriptedServer First = new();
    private static readonly ScriptedServer Second = new();
    private readonly string[] _debs;

    public FetchedDebugInfoTests()
        : base(new DebuginfodServers([Server(First), Server(Second)]))
    {
        _debs = [.. new SyntheticKernel { HasDebugInfo = false }.Make().BuildDebs(Folder.File("debs")).Select(package => package.Path)];
        First.Answer = _ => ServerAnswer.NotFound;
        Second.Answer = Has;
    }

    [Fact]
    public async Task Of_a_kernel_whose_packages_have_none_it_is_got_by_build_id_with_a_record_of_each_file()
    {
        var tree = await AddAsync(PackageForm.Deb, _debs);

        Assert.True(tree.HasDebugInfo);
        Assert.Equal(SyntheticKernel.BuildId, tree.Identity.BuildId);
        Assert.Contains("debug information by build-id", tree.Source, StringComparison.Ordinal);
        Assert.Contains(tree.Packages, package => package.StartsWith($"vmlinux from {Second.Address}", StringComparison.Ordinal));
        var root = Depot.FolderOf(tree.Digest)!;
        Assert.Equal($"{SyntheticKernel.BannerAddress:x16} r linux_banner\n", await File.ReadAllTextAsync(Path.Combine(root, $"boot/System.map-{Release}")));
        var module = Path.Combine(root, $"usr/lib/debug/lib/modules/{Release}/kernel/fs/tiny.ko");
        var id = ReadElf.BuildId(module)!;
        Assert.Equal(module, File.ResolveLinkTarget(Path.Combine(root, $"usr/lib/debug/.build-id/{id[..2]}/{id[2..]}.debug"), returnFinalTarget: true)!.FullName);
        Assert.Equal(["listing", "tree", "tree.json"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(root)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Modules_that_no_server_has_are_counted_and_the_kernel_is_good_without()
    {
        Second.Answer = head => head.Contains(SyntheticKernel.BuildId, StringComparison.Ordinal) ? Has(head) : ServerAnswer.NotFound;

        Assert.True((await AddAsync(PackageForm.Deb, _debs)).HasDebugInfo);

        Assert.Contains(Progress.Items, item => item.Text.Contains("2 of 2 modules", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_kernel_that_no_server_has_is_added_without_and_the_tree_says_so()
    {
        Second.Answer = _ => ServerAnswer.NotFound;

        Assert.False((await AddAsync(PackageForm.Deb, _debs)).HasDebugInfo);

        Assert.Contains(Progress.Items, item => item.Text.Contains("no debug information", StringComparison.Ordinal));
    }

    public static TheoryData<string> BadServers => new("stalls", "other", "garbage", "truncates", "fails", "no-dwarf");

    [Theory]
    [MemberData(nameof(BadServers))]
    public async Task A_bad_server_gives_way_to_one_that_has_it(string fault)
    {
        First.Answer = Bad(fault);

        Assert.True((await AddAsync(PackageForm.Deb, _debs)).HasDebugInfo);
    }

    [Theory]
    [MemberData(nameof(BadServers))]
    public async Task Without_another_it_is_refused_with_its_address_and_nothing_is_left(string fault)
    {
        First.Answer = Bad(fault);
        Second.Answer = _ => ServerAnswer.NotFound;

        var failure = (await Assert.ThrowsAsync<FarmException>(() => AddAsync(PackageForm.Deb, _debs))).Failure;

        Assert.Equal(FailureCode.SourceFailed, failure.Code);
        Assert.Contains(First.Address.AbsoluteUri, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Farm:Kernels:Debuginfod", failure.Advice, StringComparison.Ordinal);
        Assert.Empty(await Depot.ListAsync(CancellationToken.None));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.File("depot/scratch")));
    }

    private static DebuginfodServer Server(ScriptedServer server) =>
        new(server.Address, new HttpDownload(new HttpClient(), TimeSpan.FromMilliseconds(500), TimeProvider.System));

    private static Func<string, ServerAnswer> Bad(string fault) => fault switch
    {
        "stalls" => _ => ServerAnswer.Ok([1, 2, 3], announced: 1000, stalls: true),
        "other" => _ => ServerAnswer.Ok(SyntheticKernel.Vmlinux(buildId: "ff" + SyntheticKernel.BuildId[2..])),
        "garbage" => _ => ServerAnswer.Ok("<html>login</html>"u8),
        "truncates" => _ => ServerAnswer.Ok(SyntheticKernel.Vmlinux().AsSpan(0, 300)),
        "no-dwarf" => _ => ServerAnswer.Ok(SyntheticKernel.Vmlinux(hasDwarf: false)),
        _ => _ => ServerAnswer.Ok([], status: "500 Internal Server Error"),
    };

    private static ServerAnswer Has(string head)
    {
        var id = head.Split(' ')[1].Split('/')[2];
        if (id == SyntheticKernel.BuildId)
        {
            return ServerAnswer.Ok(SyntheticKernel.Vmlinux());
        }

        var module = new SyntheticKernel().ModuleNames.FirstOrDefault(name => Convert.ToHexStringLower(SyntheticKernel.ModuleBuildId(name)) == id);
        return module is null ? ServerAnswer.NotFound : ServerAnswer.Ok(SyntheticKernel.Module(module, isDebug: true));
    }
}
