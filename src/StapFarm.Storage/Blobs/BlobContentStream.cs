namespace StapFarm.Storage.Blobs;

/// <summary>The content in a blob's file, without what stands before it.</summary>
internal sealed class BlobContentStream : WrappingStream
{
    public BlobContentStream(FileStream file, long position)
        : base(file) =>
        file.Position = position;

    public override int Read(Span<byte> buffer) => Inner.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Inner.ReadAsync(buffer, cancellationToken);
}
