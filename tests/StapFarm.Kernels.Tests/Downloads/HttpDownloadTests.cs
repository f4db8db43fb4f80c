using StapFarm.Kernels.Downloads;
using StapFarm.Model.Failures;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Downloads;

public sealed class HttpDownloadTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly ScriptedServer _server = new();
    private readonly byte[] _content = new byte[100_000];
    private readonly string _file;

    public HttpDownloadTests()
    {
        new Random(3).NextBytes(_content);
        _file = _folder.File("a/file");
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_breaks_off_goes_on_where_it_was()
    {
        _server.Answer = head => _server.Requests.Count == 1
            ? ServerAnswer.Ok(_content.AsSpan(0, 40_000), announced: 100_000, "ETag: \"one\"\r\n")
            : ServerAnswer.Ok(_content.AsSpan(40_000), headers: "ETag: \"one\"\r\nContent-Range: bytes 40000-99999/100000\r\n", status: "206 Partial Content");

        Assert.True(await FetchAsync());

        Assert.Equal(_content, File.ReadAllBytes(_file));
        Assert.Contains("Range: bytes=40000-", _server.Requests[1], StringComparison.Ordinal);
        Assert.Contains("If-Range: \"one\"", _server.Requests[1], StringComparison.Ordinal);
        Assert.Equal([_file], Directory.GetFiles(_folder.File("a")));
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_fetched_from_its_beginning()
    {
        _server.Answer = head => _server.Requests.Count == 1
            ? ServerAnswer.Ok(new byte[40_000], announced: 100_000, "ETag: \"one\"\r\n")
            : ServerAnswer.Ok(_content, headers: "ETag: \"two\"\r\n");

        Assert.True(await FetchAsync());

        Assert.Equal(_content, File.ReadAllBytes(_file));
    }

    [Fact]
    public async Task A_server_without_tags_is_asked_for_the_whole_again()
    {
        _server.Answer = head => _server.Requests.Count == 1 ? ServerAnswer.Ok(new byte[40_000], announced: 100_000) : ServerAnswer.Ok(_content);

        Assert.True(await FetchAsync());

        Assert.Equal(_content, File.ReadAllBytes(_file));
        Assert.DoesNotContain("Range:", _server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stalls_is_given_up_with_its_address_and_the_time()
    {
        _server.Answer = _ => ServerAnswer.Ok([], announced: 100_000, stalls: true);

        var failure = await RefusedAsync(TimeSpan.FromMilliseconds(100));

        Assert.Contains(_server.Address.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Contains("sent nothing", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_file));
    }

    [Fact]
    public async Task One_that_always_ends_early_is_given_up()
    {
        _server.Answer = _ => ServerAnswer.Ok([], announced: 100_000);

        await RefusedAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task A_file_larger_than_it_may_be_is_refused_and_nothing_kept()
    {
        _server.Answer = _ => ServerAnswer.Ok(_content);

        var failure = (await Assert.ThrowsAsync<FarmException>(() => FetchAsync(most: 99_999))).Failure;

        Assert.Equal(FailureCode.SourceFailed, failure.Code);
        Assert.Empty(Directory.Exists(_folder.File("a")) ? Directory.GetFiles(_folder.File("a")) : []);
    }

    [Fact]
    public async Task What_isnt_there_is_said_not_thrown_and_an_error_of_the_server_is_named()
    {
        Assert.False(await FetchAsync());

        _server.Answer = _ => ServerAnswer.Ok([], status: "503 Service Unavailable");
        Assert.Contains("503", (await RefusedAsync(TimeSpan.FromSeconds(20))).Message, StringComparison.Ordinal);
    }

    private Task<bool> FetchAsync(long most = 1 << 20) => Fetch(TimeSpan.FromSeconds(20), most);

    private async Task<FarmFailure> RefusedAsync(TimeSpan stall)
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => Fetch(stall, 1 << 20))).Failure;
        Assert.Equal(FailureCode.SourceFailed, failure.Code);
        return failure;
    }

    private async Task<bool> Fetch(TimeSpan stall, long most)
    {
        using var client = new HttpClient();
        return await new HttpDownload(client, stall, TimeProvider.System).TryAsync(_server.Address, _file, most, (_, _) => { }, CancellationToken.None);
    }
}
