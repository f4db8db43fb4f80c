using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Hosting;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Blobs;

/// <summary>
/// The beginnings of blobs that clients are sending: a file named by the digest, as long as what has come. It becomes a blob
/// when it is whole and its content is of the digest.
/// </summary>
internal sealed class UploadFolder(FarmFolders folders, IOptions<UploadOptions> options, TimeProvider time)
{
    private readonly string _folder = System.IO.Path.Combine(folders.Stores, "uploads");

    public string Path => _folder;

    /// <summary>Bytes that have come of it.</summary>
    public long Committed(Digest digest) => new FileInfo(PathOf(digest)) is { Exists: true } file ? file.Length : 0;

    /// <summary>Goes on with a blob, or begins it.</summary>
    /// <exception cref="FarmException">
    /// <c>InvalidRequest</c> for another offset than what has come, <c>LimitExceeded</c>, <c>StoreFull</c>, <c>InUse</c> while
    /// another call sends it.
    /// </exception>
    public PendingUpload Open(Digest digest, long size, long offset)
    {
        if (size < 0 || size > options.Value.MaxBytes)
        {
            throw new FarmException(FailureCode.LimitExceeded, $"The file has {size} bytes; this farm takes at most {options.Value.MaxBytes}.", "Raise Farm:Uploads:MaxBytes on the farm.");
        }

        Directory.CreateDirectory(_folder);
        DemandRoom(digest, size);
        var upload = PendingUpload.Open(PathOf(digest), digest, size);
        if (upload.Committed == offset)
        {
            return upload;
        }

        upload.Dispose();
        throw new FarmException(
            FailureCode.InvalidRequest,
            $"The farm has {upload.Committed} bytes of {digest.Short}, and byte {offset} was to be the next.",
            "Ask how much the farm has (WriteStatus), and go on there.");
    }

    private void DemandRoom(Digest digest, long size)
    {
        var bound = time.GetUtcNow() - options.Value.KeptFor;
        var others = 0L;
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles().Where(file => file.Name != digest.ToString()))
        {
            if (file.LastWriteTimeUtc < bound.UtcDateTime)
            {
                file.Delete();
            }
            else
            {
                others += file.Length;
            }
        }

        if (others + size > options.Value.MaxPendingBytes)
        {
            throw new FarmException(
                FailureCode.LimitExceeded,
                $"Files of {others} bytes are being sent to this farm already; with this one it would be more than {options.Value.MaxPendingBytes}.",
                "Wait until they are there, or raise Farm:Uploads:MaxPendingBytes on the farm.");
        }

        var free = new DriveInfo(_folder).AvailableFreeSpace;
        if (size - Committed(digest) > free)
        {
            throw PendingUpload.Full(_folder);
        }
    }

    private string PathOf(Digest digest) => System.IO.Path.Combine(_folder, digest.ToString());
}
