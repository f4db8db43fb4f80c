using System.Formats.Tar;
using System.IO.Compression;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;
using StapFarm.Runner.Namespaces;

namespace StapFarm.Runner.Bundles;

/// <summary>Unpacks a runtime bundle: plain files, folders and links within it, nothing else.</summary>
internal static class BundleUnpacker
{
    private const long LargestBundle = 1L << 30;

    /// <param name="destination">A folder that isn't there yet.</param>
    /// <exception cref="FarmException"><c>Corrupt</c>, <c>UnknownVersion</c>.</exception>
    public static async Task UnpackAsync(Stream bundle, string destination, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(destination, Modes.Program);
        try
        {
            await using var gzip = new GZipStream(bundle, CompressionMode.Decompress);
            await using var tar = new TarReader(gzip);
            var layout = await ReadLayoutAsync(tar, destination, cancellationToken);
            long total = 0;
            while (await tar.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
            {
                total += entry.Length;
                if (total > LargestBundle)
                {
                    throw Corrupt("it is larger than any can be");
                }

                await PlaceAsync(entry, destination, cancellationToken);
            }

            CheckComplete(new UnpackedBundle(destination, layout));
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw Corrupt(exception.Message);
        }
    }

    /// <exception cref="FarmException"><c>Corrupt</c>, <c>UnknownVersion</c>.</exception>
    public static UnpackedBundle Open(string root) =>
        new(root, BundleManifest.Read(File.ReadAllBytes(Path.Combine(root, RuntimeBundleLayout.EntryName))));

    private static async Task<RuntimeBundleLayout> ReadLayoutAsync(TarReader tar, string destination, CancellationToken cancellationToken)
    {
        var first = await tar.GetNextEntryAsync(copyData: true, cancellationToken);
        if (first is not { DataStream: { } data } || NameOf(first) != RuntimeBundleLayout.EntryName || first.Length > 1 << 20)
        {
            throw Corrupt($"it doesn't begin with {RuntimeBundleLayout.EntryName}");
        }

        var json = new byte[first.Length];
        await data.ReadExactlyAsync(json, cancellationToken);
        var layout = BundleManifest.Read(json);
        await File.WriteAllBytesAsync(Path.Combine(destination, RuntimeBundleLayout.EntryName), json, cancellationToken);
        return layout;
    }

    private static async Task PlaceAsync(TarEntry entry, string destination, CancellationToken cancellationToken)
    {
        var name = NameOf(entry);
        if (name.Length == 0 && entry.EntryType == TarEntryType.Directory)
        {
            return;
        }

        if (!BundleManifest.IsInside(name))
        {
            throw Corrupt($"its entry '{entry.Name}' leads out of it");
        }

        var path = Path.Combine(destination, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, Modes.Program);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                Directory.CreateDirectory(path, Modes.Program);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                await using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Modes.Program }))
                {
                    await (entry.DataStream ?? Stream.Null).CopyToAsync(file, cancellationToken);
                }

                break;

            // Only to a neighbour: a chain of links could otherwise lead anywhere.
            case TarEntryType.SymbolicLink when entry.LinkName is { Length: > 0 } target && !target.Contains('/', StringComparison.Ordinal) && target != "..":
                File.CreateSymbolicLink(path, target);
                break;
            default:
                throw Corrupt($"its entry '{entry.Name}' is neither a file nor a folder nor a link beside it");
        }
    }

    private static void CheckComplete(UnpackedBundle bundle)
    {
        foreach (var path in (string[])[bundle.Loader, bundle.Libraries, bundle.Staprun, bundle.Stapio])
        {
            if (!Path.Exists(path))
            {
                throw Corrupt($"it lacks {Path.GetRelativePath(bundle.Root, path)}");
            }
        }
    }

    private static string NameOf(TarEntry entry)
    {
        var name = entry.Name.TrimEnd('/');
        return name == "." ? "" : name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
    }

    private static FarmException Corrupt(string why) => new(FailureCode.Corrupt, $"The runtime bundle can't be used: {why}.");
}
