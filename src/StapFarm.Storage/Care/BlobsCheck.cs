using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Storage.Blobs;

namespace StapFarm.Storage.Care;

/// <summary>Holds every blob against its digest; quickly, against the size that its file says.</summary>
public sealed class BlobsCheck(IOptions<FileStorageOptions> options, TimeProvider time) : IStoreCheck
{
    private readonly BlobPaths _paths = new(options.Value.Root);

    public string Store => "blobs";

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = Directory.Exists(_paths.Folder) ? new DirectoryInfo(_paths.Folder).GetFiles("*", SearchOption.AllDirectories) : [];
        var rate = new ByteRate(Store, quick ? "looking at blobs" : "hashing blobs", files.Sum(file => file.Length), progress, time);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await JudgeAsync(file.FullName, quick, rate.Add, cancellationToken) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>Null for a whole blob, and for one that is gone by now.</summary>
    private async Task<Finding?> JudgeAsync(string path, bool quick, Action<long> read, CancellationToken cancellationToken)
    {
        if (!Digest.TryParse(Path.GetFileName(path), out var digest) || _paths.Of(digest) != path)
        {
            return new(Store, path, "isn't a blob, but lies where blobs do", "Something else than the farm has put it there: look what it is.");
        }

        try
        {
            await using var file = File.OpenRead(path);
            var bytes = new byte[BlobHeader.Length];
            var length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            if (BlobHeader.Decode(bytes.AsSpan(0, length), file.Length) is not { } header)
            {
                return Damaged(digest, path, quick, $"is cut or overwritten: its file of {file.Length} bytes isn't a whole blob's");
            }

            if (quick)
            {
                read(file.Length);
                return null;
            }

            read(length);
            return await HashAsync(file, read, cancellationToken) == digest
                ? null
                : Damaged(digest, path, quick, $"has other content than its digest says ({header.MediaType}, {header.Size} bytes)");
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.UnknownVersion)
        {
            return new(Store, digest.ToString(), exception.Failure.Message, exception.Failure.Advice);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private Finding Damaged(Digest digest, string path, bool quick, string what) =>
        new(Store, digest.ToString(), what, "A disk that changes what is stored on it changes more: look at its health (dmesg, smartctl).")
        {
            Repair = async (_, cancellationToken) =>
            {
                if (await JudgeAsync(path, quick, _ => { }, cancellationToken) is null)
                {
                    return "it is whole or gone by now";
                }

                File.Delete(path);
                return "removed it, so that it can be stored again";
            },
        };

    private static async Task<Digest> HashAsync(FileStream file, Action<long> read, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        for (int length; (length = await file.ReadAsync(buffer, cancellationToken)) > 0; read(length))
        {
            hash.AppendData(buffer, 0, length);
        }

        return Digest.FromHash(hash.GetHashAndReset());
    }
}
