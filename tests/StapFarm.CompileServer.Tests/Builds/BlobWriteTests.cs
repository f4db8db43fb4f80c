using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Principals;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Builds;

public sealed class BlobWriteTests : IAsyncLifetime
{
    private readonly byte[] _content = new byte[200_000];
    private Digest _digest;
    private TestFarm _farm = null!;

    public async Task InitializeAsync()
    {
        new Random(7).NextBytes(_content);
        _digest = Digest.Of(_content);
        _farm = await TestFarm.StartAsync(null, "--Farm:Uploads:MaxBytes=1000000", "--Farm:Uploads:MaxPendingBytes=1100000");
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task What_is_sent_is_a_blob_under_its_digest()
    {
        var blob = await SendAsync(_digest, _content.Length, 0, _content);

        Assert.Equal((_digest.ToString(), 200_000, MediaTypes.Upload), (blob.Digest, blob.Size, blob.MediaType));
        Assert.Equal(_content, await ReadAsync());
        Assert.True((await StatusAsync(_digest)).Complete);
        Assert.Empty(Pending());
    }

    [Fact]
    public async Task What_broke_off_goes_on_where_it_was()
    {
        using (var call = _farm.Blobs.Write())
        {
            await call.RequestStream.WriteAsync(Head(_digest, _content.Length, 0));
            await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(_content.AsSpan(0, 70_000)) });
            while ((await StatusAsync(_digest)).Committed < 70_000)
            {
                await Task.Yield();
            }
        }

        Assert.Equal((false, 70_000), ((await StatusAsync(_digest)).Complete, (await StatusAsync(_digest)).Committed));
        await RetryWhileInUseAsync(() => SendAsync(_digest, _content.Length, 70_000, _content[70_000..]));
        Assert.Equal(_content, await ReadAsync());
    }

    [Fact]
    public async Task An_end_before_the_announced_size_keeps_what_came_and_another_offset_is_refused()
    {
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => SendAsync(_digest, _content.Length, 0, _content[..5]));
        Assert.Equal(5, (await StatusAsync(_digest)).Committed);

        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => SendAsync(_digest, _content.Length, 6, _content[6..]));
        await SendAsync(_digest, _content.Length, 5, _content[5..]);
    }

    [Fact]
    public async Task Other_content_than_announced_is_refused_and_nothing_kept()
    {
        _content[100] ^= 1;

        await FarmAssert.FailsAsync(FailureCode.Corrupt, () => SendAsync(_digest, _content.Length, 0, _content));

        Assert.Equal((false, 0), ((await StatusAsync(_digest)).Complete, (await StatusAsync(_digest)).Committed));
        Assert.Empty(Pending());
    }

    [Fact]
    public async Task More_than_announced_is_refused_and_nothing_kept()
    {
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => SendAsync(_digest, 1000, 0, _content));

        Assert.Empty(Pending());
    }

    [Fact]
    public async Task A_file_too_large_and_too_many_at_once_are_refused_before_any_byte()
    {
        await FarmAssert.FailsAsync(FailureCode.LimitExceeded, () => SendAsync(_digest, 1_000_001, 0, []));
        await FarmAssert.FailsAsync(FailureCode.LimitExceeded, () => SendAsync(_digest, -1, 0, []));
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, () => SendAsync(_digest, _content.Length, 0, _content[..150_000]));
        await FarmAssert.FailsAsync(FailureCode.LimitExceeded, () => SendAsync(Digest.Of("other"u8), 1_000_000, 0, []));
    }

    [Fact]
    public async Task What_the_farm_has_is_not_taken_again_and_a_call_without_a_head_is_refused()
    {
        await SendAsync(_digest, _content.Length, 0, _content);
        Assert.Equal(_digest.ToString(), (await SendAsync(_digest, _content.Length, 0, [])).Digest);

        using var call = _farm.Blobs.Write();
        await call.RequestStream.CompleteAsync();
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, async () => await call.ResponseAsync);
    }

    [Fact]
    public async Task Sending_is_a_right_of_its_own()
    {
        await using var farm = await TestFarm.StartAsync(services => services.Replace(ServiceDescriptor.Singleton<IAuthorizer>(new NoUploads())));

        await farm.Status.StatusAsync(new());
        await FarmAssert.FailsAsync(FailureCode.NotAllowed, async () => await farm.Blobs.WriteStatusAsync(new() { Digest = _digest.ToString() }));
        using var call = farm.Blobs.Write();
        await FarmAssert.FailsAsync(FailureCode.NotAllowed, async () => await call.ResponseAsync);
    }

    private static V1.WriteBlobRequest Head(Digest digest, long size, long offset) =>
        new() { Head = new() { Digest = digest.ToString(), Size = size, Offset = offset } };

    private async Task<V1.BlobRef> SendAsync(Digest digest, long size, long offset, byte[] bytes)
    {
        using var call = _farm.Blobs.Write();
        try
        {
            await call.RequestStream.WriteAsync(Head(digest, size, offset));
            foreach (var chunk in bytes.Chunk(60_000))
            {
                await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(chunk) });
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // Ended by the farm: its answer says why.
        }

        return (await call.ResponseAsync).Blob;
    }

    // The broken call lets go of its file a moment after its client has gone.
    private static async Task RetryWhileInUseAsync(Func<Task> send)
    {
        while (true)
        {
            try
            {
                await send();
                return;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.FailedPrecondition)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<V1.WriteStatusResponse> StatusAsync(Digest digest) => await _farm.Blobs.WriteStatusAsync(new() { Digest = digest.ToString() });

    private async Task<byte[]> ReadAsync()
    {
        await using var content = await _farm.Services.GetRequiredService<IBlobStore>().OpenAsync(_digest, 0, default);
        using var memory = new MemoryStream();
        await content.CopyToAsync(memory);
        return memory.ToArray();
    }

    private string[] Pending() => Directory.GetFiles(Path.Combine(_farm.DataRoot, "uploads"));

    private sealed class NoUploads : IAuthorizer
    {
        public void Demand(Principal principal, FarmAction action)
        {
            if (action == FarmAction.Upload)
            {
                throw new FarmException(FailureCode.NotAllowed, $"{principal} may not do this ({action}).");
            }
        }
    }
}
