using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Blobs;

/// <summary>A blob that is coming in, held by one call. What has come stays when the call ends early.</summary>
internal sealed class PendingUpload : IAsyncDisposable, IDisposable
{
    private readonly string _path;
    private readonly Digest _digest;
    private readonly long _size;
    private readonly FileStream _file;

    private PendingUpload(string path, Digest digest, long size, FileStream file)
    {
        _path = path;
        _digest = digest;
        _size = size;
        _file = file;
        Committed = file.Length;
        file.Position = Committed;
    }

    /// <summary>Bytes that have come.</summary>
    public long Committed { get; private set; }

    public static PendingUpload Open(string path, Digest digest, long size)
    {
        try
        {
            return new PendingUpload(path, digest, size, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous));
        }
        catch (IOException exception) when (File.Exists(path) && !IsFull(exception))
        {
            throw new FarmException(FailureCode.InUse, $"{digest.Short} is being sent to the farm by another call.", "Wait for that one to end.", exception);
        }
    }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > _size - Committed)
        {
            Discard();
            throw new FarmException(FailureCode.InvalidRequest, $"More than the {_size} bytes came that were announced for {_digest.Short}. Nothing was kept.", "Send it again.");
        }

        try
        {
            await _file.WriteAsync(bytes, cancellationToken);
            Committed += bytes.Length;
        }
        catch (IOException exception) when (IsFull(exception))
        {
            throw Full(Path.GetDirectoryName(_path)!);
        }
    }

    /// <summary>Makes a blob of it.</summary>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when bytes are missing: those that came are kept; <c>Corrupt</c> when it is other content: nothing is.</exception>
    public async Task<BlobRef> FinishAsync(IBlobStore blobs, CancellationToken cancellationToken)
    {
        if (Committed != _size)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"{Committed} of the {_size} bytes of {_digest.Short} have come.", "Send the rest.");
        }

        _file.Position = 0;
        try
        {
            var blob = await blobs.PutAsync(_file, MediaTypes.Upload, _digest, cancellationToken);
            Discard();
            return blob;
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.Corrupt)
        {
            Discard();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    public void Dispose() => _file.Dispose();

    public static FarmException Full(string folder) => new(
        FailureCode.StoreFull, $"There is no room left on the disk of {folder}.", "Free some on the farm's machine, then give the same command again: it goes on where it was.");

    private static bool IsFull(IOException exception) => (exception.HResult & 0xffff) is 28 or 122;

    private void Discard() => File.Delete(_path);
}
