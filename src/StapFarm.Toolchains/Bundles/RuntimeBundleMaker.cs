using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Packing;

namespace StapFarm.Toolchains.Bundles;

/// <summary>
/// Makes the runtime bundle of a root: a tar (ustar), gzip-compressed, of <c>bundle.json</c>, the loader,
/// <c>bin/staprun</c>, <c>bin/stapio</c> and <c>lib/</c>. The same root gives the same bytes.
/// </summary>
internal sealed class RuntimeBundleMaker(IBlobStore blobs)
{
    private const string StaprunPath = "/usr/bin/staprun";
    private static readonly JsonSerializerOptions LayoutOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task<BlobRef> MakeAsync(string root, CancellationToken cancellationToken)
    {
        var (layout, files) = Collect(root);
        using var bundle = new MemoryStream();
        await using (var compression = new GZipStream(bundle, CompressionLevel.Optimal, leaveOpen: true))
        await using (var tar = new TarWriter(compression, TarEntryFormat.Ustar))
        {
            using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(layout, LayoutOptions));
            await AddAsync(tar, RuntimeBundleLayout.EntryName, json, cancellationToken).ConfigureAwait(false);
            foreach (var (name, file) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                await using var content = File.OpenRead(file);
                await AddAsync(tar, name, content, cancellationToken).ConfigureAwait(false);
            }
        }

        bundle.Position = 0;
        return await blobs.PutAsync(bundle, MediaTypes.RuntimeBundle, expected: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks whether a bundle can be made of a root.</summary>
    /// <exception cref="Model.Failures.FarmException"><c>SourceFailed</c> with what the root lacks.</exception>
    public static void Check(string root) => Collect(root);

    private static (RuntimeBundleLayout Layout, Dictionary<string, string> Files) Collect(string root)
    {
        var libraries = new LibraryClosure(root);
        var staprun = libraries.Add(StaprunPath);
        bool Exists(string path) => RootPath.FindFile(root, path) is not null;
        byte[] BytesOf(string path) => File.ReadAllBytes(RootPath.FindFile(root, path)!);
        var stapioPath = BuiltInPath.Find(BytesOf(StaprunPath), "stapio", Exists);
        libraries.Add(stapioPath);
        var loaderPath = staprun.Interpreter
            ?? throw LibraryClosure.Incomplete($"{StaprunPath} names no dynamic loader");

        var layout = new RuntimeBundleLayout(
            RuntimeBundleLayout.CurrentVersion,
            Loader: Path.GetFileName(loaderPath),
            Libraries: "lib",
            Staprun: "bin/staprun",
            Stapio: "bin/stapio",
            StaprunBuiltInPath: BuiltInPath.Find(BytesOf(stapioPath), "staprun", Exists),
            StapioBuiltInPath: stapioPath);
        var files = new Dictionary<string, string>
        {
            [layout.Loader] = RootPath.FindFile(root, loaderPath) ?? throw LibraryClosure.Incomplete($"it has no {loaderPath}"),
            [layout.Staprun] = RootPath.FindFile(root, StaprunPath)!,
            [layout.Stapio] = RootPath.FindFile(root, stapioPath)!,
        };
        foreach (var (name, file) in libraries.Libraries.Where(library => library.Key != layout.Loader))
        {
            files.Add($"{layout.Libraries}/{name}", file);
        }

        return (layout, files);
    }

    private static Task AddAsync(TarWriter tar, string name, Stream content, CancellationToken cancellationToken) =>
        tar.WriteEntryAsync(
            new UstarTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = content,
                Mode = FileModes.Open,
                ModificationTime = DateTimeOffset.UnixEpoch,
            },
            cancellationToken);
}
