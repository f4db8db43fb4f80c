using System.Security.Cryptography;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Bundles;
using StapFarm.Toolchains.Making;
using StapFarm.Toolchains.Packing;

namespace StapFarm.Toolchains.Roots;

/// <summary>
/// Lays the entries of a root's tar into a folder: files readable for everybody and without privileges, whoever packed them.
/// </summary>
internal sealed class RootExtractor(string folder, Action<int> onBytes)
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private readonly Dictionary<string, DateTime> _folders = new(StringComparer.Ordinal);

    public RootListing Listing { get; } = new();

    public async Task AddAsync(RootEntry entry, CancellationToken cancellationToken)
    {
        if (!RootFilter.Keeps(entry.Path))
        {
            return;
        }

        var place = Path.Combine(folder, entry.Path);
        MakeFolder(entry.Kind == RootEntryKind.Folder ? entry.Path : entry.Path[..Math.Max(0, entry.Path.LastIndexOf('/'))]);
        switch (entry.Kind)
        {
            case RootEntryKind.Folder:
                _folders[entry.Path] = entry.Modified.UtcDateTime;
                break;
            case RootEntryKind.File:
                await WriteAsync(entry, place, cancellationToken);
                break;
            case RootEntryKind.Link:
                File.CreateSymbolicLink(place, entry.Target);
                Listing.AddLink(entry.Path, entry.Target);
                break;
            case RootEntryKind.HardLink:
                if (!RootFilter.Keeps(entry.Target))
                {
                    throw RootPaths.Refuse(entry.Path, $"it is a hard link to {entry.Target}, which the farm leaves out");
                }

                // A copy: .NET has no call to make a hard link, and the toolchain is the same either way.
                File.Copy(Path.Combine(folder, entry.Target), place);
                File.SetLastWriteTimeUtc(place, File.GetLastWriteTimeUtc(Path.Combine(folder, entry.Target)));
                Listing.AddHardLink(entry.Path, entry.Target);
                break;
            case RootEntryKind.Special:
                throw RootPaths.Refuse(entry.Path, "it is a device node or a named pipe; a root has these below dev and run alone");
        }
    }

    /// <summary>Adds the folders that sandboxes bind something over, and gives all folders their times.</summary>
    /// <exception cref="FarmException"><c>InvalidRequest</c>: what they are to be in isn't a folder, or isn't there.</exception>
    public void Finish()
    {
        foreach (var needed in (string[])["usr", "usr/bin", "usr/lib"])
        {
            if (!RootPath.HasFolder(folder, needed))
            {
                throw new FarmException(FailureCode.InvalidRequest, $"It isn't the root of a Linux system: it has no folder {needed}.", "Give the folder that holds usr and etc, or a tar of what is in it.");
            }
        }

        DebianRecipe.MountPoints.ToList().ForEach(MakeFolder);
        foreach (var (path, modified) in _folders)
        {
            Directory.SetLastWriteTimeUtc(Path.Combine(folder, path), modified);
        }
    }

    // The kinds of all paths were compared before: none of these is a link.
    private void MakeFolder(string path)
    {
        if (path.Length == 0 || Directory.Exists(Path.Combine(folder, path)))
        {
            return;
        }

        MakeFolder(path[..Math.Max(0, path.LastIndexOf('/'))]);
        Directory.CreateDirectory(Path.Combine(folder, path));
        FileModes.Set(Path.Combine(folder, path), FileModes.Open);
        _folders.TryAdd(path, DateTime.UnixEpoch);
    }

    private async Task WriteAsync(RootEntry entry, string place, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var file = new FileStream(place, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            int read;
            while ((read = await entry.Content.ReadAsync(_buffer, cancellationToken)) > 0)
            {
                hash.AppendData(_buffer, 0, read);
                await file.WriteAsync(_buffer.AsMemory(0, read), cancellationToken);
                onBytes(read);
            }
        }

        var isProgram = (entry.Mode & Execute) != 0;
        FileModes.Set(place, isProgram ? FileModes.Open : FileModes.Open & ~Execute);
        // stap's own cache goes by times, those of folders too: they must be the same wherever the root is unpacked.
        File.SetLastWriteTimeUtc(place, entry.Modified.UtcDateTime);
        Listing.AddFile(entry.Path, isProgram, Digest.FromHash(hash.GetHashAndReset()));
    }
}
