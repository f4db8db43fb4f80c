using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Runner.Content;
using StapFarm.Testing;

namespace StapFarm.Runner.Tests.Content;

public sealed class BlobFetcherTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
    private readonly ScratchFolder _scratch = new();

    [Fact]
    public async Task An_interrupted_read_goes_on_where_it_ended()
    {
        var source = new Source(Content) { BreakAfter = 300 };

        await FetchAsync(source, Content);

        Assert.Equal(Content, await File.ReadAllBytesAsync(_scratch.File("blob")));
        Assert.Equal([0, 300, 600, 900], source.Offsets);
    }

    [Fact]
    public async Task Bytes_that_do_not_verify_are_refused()
    {
        var other = Content.ToArray();
        other[500] ^= 1;

        Assert.Equal(FailureCode.Corrupt, (await RefusalAsync(new Source(other), Content)).Code);
    }

    [Fact]
    public async Task More_bytes_than_the_blob_has_are_refused() =>
        Assert.Equal(FailureCode.Corrupt, (await RefusalAsync(new Source([.. Content, 1]), Content)).Code);

    [Fact]
    public async Task Without_any_progress_it_gives_up()
    {
        var source = new Source([]);

        Assert.Equal(FailureCode.Unavailable, (await RefusalAsync(source, Content)).Code);
        Assert.Equal(BlobFetcher.Tries, source.Offsets.Count);
    }

    [Fact]
    public async Task A_blob_that_the_farm_does_not_have_is_not_asked_for_twice()
    {
        var source = new Source([]) { Status = StatusCode.NotFound };

        await RefusalAsync(source, Content);

        Assert.Single(source.Offsets);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<FarmFailure> RefusalAsync(Source source, byte[] wanted) =>
        (await Assert.ThrowsAsync<FarmException>(() => FetchAsync(source, wanted))).Failure;

    private async Task FetchAsync(Source source, byte[] wanted)
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMinutes(1) };
        var blob = new BlobRef(Digest.Of(wanted), wanted.Length, MediaTypes.Module);
        var fetching = new BlobFetcher(source, time, NullLogger<BlobFetcher>.Instance).FetchAsync(blob, _scratch.File("blob"), default);
        while (!fetching.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        await fetching;
    }

    private sealed class Source(byte[] content) : IBlobSource
    {
        public int BreakAfter { get; init; } = int.MaxValue;

        public StatusCode Status { get; init; } = StatusCode.Unavailable;

        public List<long> Offsets { get; } = [];

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Digest digest, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Offsets.Add(offset);
            await Task.Yield();
            var rest = content.AsMemory((int)Math.Min(offset, content.Length));
            if (rest.Length > 0)
            {
                yield return rest[..Math.Min(BreakAfter, rest.Length)];
            }

            if (rest.Length > BreakAfter || rest.Length == 0)
            {
                throw new RpcException(new Status(Status, "broken"));
            }
        }
    }
}
