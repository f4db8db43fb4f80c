using System.Text;
using StapFarm.Kernels.DebFiles;
using StapFarm.Kernels.Downloads;
using StapFarm.Kernels.Tests.Downloads;
using StapFarm.Kernels.Tests.Making;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.DebFiles;

public sealed class DebCollectionTests : IDisposable
{
    private const string Release = SyntheticKernel.Release;
    private readonly ScratchFolder _folder = new();
    private readonly ScriptedServer _server = new();
    private readonly string _debs;
    private string _index = "";

    public DebCollectionTests()
    {
        _debs = _folder.File("debs");
        new SyntheticKernel().Make().BuildDebs(_debs);
        _server.Answer = Serve;
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_folder_gives_a_kernel_by_release_and_by_series()
    {
        var source = new DebCollectionSource(new FolderDebs(_debs));

        foreach (var specification in (string[])[Release, "6.1-test-amd64"])
        {
            var packages = await FetchAsync(source, specification);
            Assert.Equal((Release, 5, true), (packages.Release, packages.Files.Count, packages.HasDebugInfo));
            Assert.Contains(_debs, packages.Source, StringComparison.Ordinal);
            Assert.All(packages.Files, file => Assert.Equal(64, file.Sha256.Length));
        }
    }

    [Fact]
    public async Task A_folder_without_a_part_says_which()
    {
        File.WriteAllBytes(Directory.GetFiles(_debs, "*kbuild*").Single(), [1, 2, 3]);

        var failure = (await Assert.ThrowsAsync<FarmException>(() => FetchAsync(new DebCollectionSource(new FolderDebs(_debs)), Release))).Failure;

        Assert.Equal(FailureCode.UnknownKernel, failure.Code);
        Assert.Contains("linux-kbuild-6.1 is missing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_that_only_lists_files_gives_the_kernel()
    {
        var packages = await FetchAsync(Mirror(), Release);

        Assert.Equal(5, packages.Files.Count);
        Assert.All(packages.Files, file => Assert.Equal(File.ReadAllBytes(Directory.GetFiles(_debs, file.Name + ".deb").Single()), File.ReadAllBytes(file.Path)));
    }

    [Fact]
    public async Task A_mirror_with_an_index_sends_only_what_the_kernel_needs_and_is_held_to_its_hashes()
    {
        _index = Tool.Run("dpkg-scanpackages", _debs).Replace(_debs, ".", StringComparison.Ordinal);
        Assert.Equal(5, (await FetchAsync(Mirror(), Release)).Files.Count);

        _index = _index.Replace("SHA256: ", "SHA256: 00", StringComparison.Ordinal);
        _index = string.Join('\n', _index.Split('\n').Select(line => line.StartsWith("SHA256: 00", StringComparison.Ordinal) ? line[..72] : line));
        var failure = (await Assert.ThrowsAsync<FarmException>(() => FetchAsync(Mirror(), Release))).Failure;
        Assert.Equal(FailureCode.SourceFailed, failure.Code);
        Assert.Contains("isn't what its index says", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, Directory.GetFiles(_folder.File("cache"), "*.deb", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("Filename: ../../etc/passwd")]
    [InlineData("Filename: http://elsewhere.invalid/x.deb")]
    [InlineData("Architecture: ../../../x")]
    [InlineData("Version: 1/../../x")]
    public async Task An_index_that_points_elsewhere_is_not_followed(string line)
    {
        var field = line[..(line.IndexOf(':', StringComparison.Ordinal) + 1)];
        _index = string.Join('\n', Tool.Run("dpkg-scanpackages", _debs).Replace(_debs, ".", StringComparison.Ordinal)
            .Split('\n').Select(text => text.StartsWith(field, StringComparison.Ordinal) ? line : text));

        var failure = (await Assert.ThrowsAsync<FarmException>(() => FetchAsync(Mirror(), Release))).Failure;

        Assert.Equal(FailureCode.UnknownKernel, failure.Code);
    }

    [Fact]
    public async Task An_address_with_nothing_behind_it_fails_as_a_source()
    {
        _server.Answer = _ => ServerAnswer.NotFound;

        Assert.Equal(FailureCode.SourceFailed, (await Assert.ThrowsAsync<FarmException>(() => FetchAsync(Mirror(), Release))).Failure.Code);
    }

    private DebCollectionSource Mirror() => new(new HttpDebs(
        new Uri(_server.Address, "debs/"), new HttpDownload(new HttpClient(), TimeSpan.FromSeconds(20), TimeProvider.System), _folder.File("cache"), TimeProvider.System));

    private static async Task<KernelPackages> FetchAsync(DebCollectionSource source, string specification)
    {
        await using var offer = await source.FindAsync(specification, new Recorder<WorkProgress>(), CancellationToken.None);
        return await offer.FetchAsync(new Recorder<WorkProgress>(), CancellationToken.None);
    }

    private ServerAnswer Serve(string head)
    {
        var path = Uri.UnescapeDataString(head.Split(' ')[1]);
        var file = Path.Combine(_debs, Path.GetFileName(path));
        return path switch
        {
            "/debs/" => ServerAnswer.Ok(Encoding.UTF8.GetBytes(
                "<html>" + string.Concat(Directory.GetFiles(_debs).Select(name => $"<a href=\"{Uri.EscapeDataString(Path.GetFileName(name))}\">x</a>")) + "<a href=\"../up.deb\">")),
            "/debs/Packages" when _index.Length > 0 => ServerAnswer.Ok(Encoding.UTF8.GetBytes(_index)),
            _ when File.Exists(file) => ServerAnswer.Ok(File.ReadAllBytes(file)),
            _ => ServerAnswer.NotFound,
        };
    }
}
