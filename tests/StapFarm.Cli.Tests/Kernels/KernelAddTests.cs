using StapFarm.Cli.Tests.Fakes;
using StapFarm.Model.Content;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Cli.Tests.Kernels;

public sealed class KernelAddTests : IAsyncLifetime, IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly byte[] _content = new byte[1_000_000];
    private FakeFarm _farm = null!;
    private string _deb = "";

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        new Random(1).NextBytes(_content);
        _deb = _folder.File("linux-image_1_amd64.deb");
        await File.WriteAllBytesAsync(_deb, _content);
        await File.WriteAllBytesAsync(_folder.File("other.deb"), [1, 2, 3]);
        _farm.Work.Then(null, new V1.WorkEvent { Sequence = 1, Done = new() { Kernel = new() { Identity = Samples.Kernel, HasDebugInfo = true } } });
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_are_sent_under_their_digests_and_then_added_together()
    {
        var invocation = await Invocation.RunAsync(_farm, "kernel", "add", "--deb", _deb, _folder.File("other.deb"));

        Assert.Equal((0, ""), (invocation.ExitCode, invocation.ExitCode == 0 ? "" : invocation.Error));
        Assert.Equal(_content, _farm.Blobs.Written[Digest.Of(_content).ToString()]);
        var request = Assert.Single(_farm.Lists.KernelsAdded);
        Assert.Equal((V1.KernelFilesForm.Deb, ""), (request.Files.Form, request.Specification));
        Assert.Equal([(Path.GetFileName(_deb), Digest.Of(_content).ToString()), ("other.deb", Digest.Of([1, 2, 3]).ToString())], request.Files.Files.Select(file => (file.Name, file.Digest)));
    }

    [Fact]
    public async Task A_folder_stands_for_the_packages_in_it()
    {
        await File.WriteAllTextAsync(_folder.File("readme.txt"), "x");

        Assert.Equal(0, (await Invocation.RunAsync(_farm, "kernel", "add", "--deb", _folder.Path)).ExitCode);

        Assert.Equal(2, Assert.Single(_farm.Lists.KernelsAdded).Files.Files.Count);
    }

    [Fact]
    public async Task What_the_farm_has_is_not_sent_again()
    {
        _farm.Blobs.Written[Digest.Of(_content).ToString()] = _content;

        var invocation = await Invocation.RunAsync(_farm, "kernel", "add", "--deb", _deb);

        Assert.Equal(0, invocation.ExitCode);
        Assert.Empty(_farm.Blobs.WriteHeads);
        Assert.Contains("the farm has linux-image", invocation.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_connection_goes_on_where_the_farm_is()
    {
        _farm.Blobs.WriteBreaksOffAt = 300_000;

        Assert.Equal(0, (await Invocation.RunAsync(_farm, "kernel", "add", "--deb", _deb)).ExitCode);

        Assert.Equal(_content, _farm.Blobs.Written[Digest.Of(_content).ToString()]);
        Assert.Equal(2, _farm.Blobs.WriteHeads.Count);
        Assert.True(_farm.Blobs.WriteHeads[1].Offset >= 300_000);
    }

    [Theory]
    [InlineData("kernel", "add")]
    [InlineData("kernel", "add", "6.1.0-1-amd64", "--deb", "FILE")]
    [InlineData("kernel", "add", "--deb", "no-such-file.deb")]
    [InlineData("kernel", "add", "--deb")]
    public async Task What_names_no_kernel_or_two_is_a_usage_error(params string[] words)
    {
        var invocation = await Invocation.RunAsync(_farm, [.. words.Select(word => word == "FILE" ? _deb : word)]);

        Assert.Equal(2, invocation.ExitCode);
        Assert.Empty(_farm.Lists.KernelsAdded);
    }
}
