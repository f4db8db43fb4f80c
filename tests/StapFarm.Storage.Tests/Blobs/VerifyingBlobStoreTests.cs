using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Storage.Blobs;
using Xunit;

namespace StapFarm.Storage.Tests.Blobs;

public sealed class VerifyingBlobStoreTests
{
    private readonly MemoryBlobStore _inner = new();
    private readonly VerifyingBlobStore _store;

    public VerifyingBlobStoreTests() => _store = new VerifyingBlobStore(_inner, NullLogger<VerifyingBlobStore>.Instance);

    [Fact]
    public void A_sound_blob_is_read_from_any_offset_in_pieces_of_any_size() =>
        Gen.Select(Gen.Byte.Array[0, 2000], Gen.Int[1, 700], Gen.Double[0, 1], Gen.Bool).Sample((content, piece, where, synchronous) =>
        {
            var blob = _inner.Add(content);
            var offset = (int)(where * content.Length);
            var (read, failure) = Read(blob, offset, piece, synchronous);
            Assert.Null(failure);
            Assert.Equal(content[offset..], read);
        }, threads: 1);

    [Fact]
    public void A_changed_bit_anywhere_is_never_handed_out_as_whole() =>
        Gen.Select(Gen.Byte.Array[1, 2000], Gen.Int[1, 700], Gen.Double[0, 0.9999], Gen.Double[0, 1], Gen.Int[0, 7], Gen.Bool).Sample(
            (content, piece, changedWhere, where, bit, synchronous) =>
            {
                var blob = _inner.Add(content);
                var changed = content.ToArray();
                changed[(int)(changedWhere * content.Length)] ^= (byte)(1 << bit);
                _inner.Change(blob, changed);
                var offset = (int)(where * content.Length);

                var (read, failure) = Read(blob, offset, piece, synchronous);

                Assert.Equal(FailureCode.Corrupt, failure?.Code);
                Assert.True(read.Length < content.Length - offset || offset == content.Length);
                Assert.DoesNotContain(blob.Digest, _inner.Blobs.Keys);
            },
            threads: 1);

    [Theory]
    [InlineData(new byte[] { 1, 2 })]
    [InlineData(new byte[] { 1, 2, 3, 4 })]
    public void Content_of_another_length_is_refused(byte[] changed)
    {
        var blob = _inner.Add([1, 2, 3]);
        _inner.Change(blob, changed);

        Assert.Equal(FailureCode.Corrupt, Read(blob, 0, 10, synchronous: false).Failure?.Code);
    }

    [Fact]
    public async Task The_failure_names_the_blob_and_says_what_to_do()
    {
        var blob = _inner.Add([1]);
        _inner.Change(blob, [2]);

        var failure = await FailureAssert.ThrowsAsync(FailureCode.Corrupt, async () =>
        {
            await using var stream = await _store.OpenAsync(blob.Digest, 0, default);
            await stream.CopyToAsync(Stream.Null);
        });

        Assert.Contains(blob.Digest.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Advice);
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_not_found() =>
        await FailureAssert.ThrowsAsync(FailureCode.NotFound, async () => await _store.OpenAsync(Digest.Of([1]), 0, default));

    private (byte[] Read, FarmFailure? Failure) Read(BlobRef blob, int offset, int piece, bool synchronous)
    {
        var read = new List<byte>();
        try
        {
            using var stream = _store.OpenAsync(blob.Digest, offset, default).AsTask().GetAwaiter().GetResult();
            var buffer = new byte[piece];
            for (int count; (count = synchronous ? stream.Read(buffer) : stream.ReadAsync(buffer).AsTask().GetAwaiter().GetResult()) > 0;)
            {
                read.AddRange(buffer.AsSpan(0, count));
            }

            return ([.. read], null);
        }
        catch (FarmException exception)
        {
            return ([.. read], exception.Failure);
        }
    }
}
