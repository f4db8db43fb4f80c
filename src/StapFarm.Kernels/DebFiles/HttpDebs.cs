using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Downloads;
using StapFarm.Kernels.Programs;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.DebFiles;

/// <summary>
/// The .deb files that an HTTP(S) server has. Where it has an index, what is fetched is compared with the index's hashes;
/// else only with what the packages say of themselves.
/// </summary>
/// <param name="cacheFolder">Where files are kept, with a folder for each mirror.</param>
internal sealed class HttpDebs(Uri mirror, HttpDownload http, string cacheFolder, TimeProvider time) : IDebCollection
{
    private const long MostBytes = 32L << 30;

    private static readonly TimeSpan IndexAge = TimeSpan.FromMinutes(5);

    private readonly string _folder = Path.Combine(Path.GetFullPath(cacheFolder), Digest.Of(System.Text.Encoding.UTF8.GetBytes(mirror.AbsoluteUri)).Short);
    private IReadOnlyList<MirrorFile> _index = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    public string Name => mirror.GetLeftPart(UriPartial.Path);

    public async Task<IReadOnlyList<DebianPackage>> ShowAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var found = new List<DebianPackage>();
        foreach (var file in (await IndexAsync(cancellationToken)).Where(file => names.Contains(file.Package)))
        {
            found.Add(file.Described ?? await AskAsync(file, cancellationToken));
        }

        return found;
    }

    public async Task<IReadOnlyList<string>> NamesAsync(string prefix, CancellationToken cancellationToken) =>
        [.. (await IndexAsync(cancellationToken)).Select(file => file.Package).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Distinct()];

    public async Task<IReadOnlyList<KernelPackage>> GetAsync(
        IReadOnlyList<DebianPackage> packages, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var total = packages.Sum(package => package.Size);
        var before = 0L;
        var index = await IndexAsync(cancellationToken);
        var files = new List<KernelPackage>();
        foreach (var package in packages)
        {
            var text = $"{package} ({files.Count + 1} of {packages.Count}, {total >> 20} MiB in all)";
            var done = before;
            var file = index.FirstOrDefault(file => file.Described == package || PathOf(file) == PathOf(package)) ?? throw Gone(package.ToString());
            var path = await FetchAsync(
                file, bytes => progress.Report(new WorkProgress("download", text, total > 0 ? Math.Min(1, (double)(done + bytes) / total) : null)), cancellationToken);
            files.Add(new KernelPackage(package.ToString(), await CheckAsync(package, path, cancellationToken), path));
            before += package.Size;
        }

        return files;
    }

    // Without an index there is no other way to know what a package depends on than to have it.
    private async Task<DebianPackage> AskAsync(MirrorFile file, CancellationToken cancellationToken)
    {
        var path = await FetchAsync(file, _ => { }, cancellationToken);
        return await DebControl.ReadAsync(path, file.Address.AbsoluteUri, sha256: "", cancellationToken);
    }

    private async Task<string> FetchAsync(MirrorFile file, Action<long> onBytes, CancellationToken cancellationToken)
    {
        var path = PathOf(file);
        using var held = await FileLock.TakeAsync(path + ".lock", time, null, cancellationToken);
        if (!File.Exists(path) && !await http.TryAsync(file.Address, path, MostBytes, (bytes, _) => onBytes(bytes), cancellationToken))
        {
            throw Gone(file.Address.AbsoluteUri);
        }

        return path;
    }

    private async Task<string> CheckAsync(DebianPackage package, string path, CancellationToken cancellationToken)
    {
        var hash = await FileHash.OfAsync(path, cancellationToken);
        if (package.Sha256.Length == 0 || hash == package.Sha256)
        {
            return hash;
        }

        File.Delete(path);
        throw new FarmException(
            FailureCode.SourceFailed,
            $"What {Name} sent for {package} isn't what its index says: SHA-256 {hash}, not {package.Sha256}. It was removed.",
            "Try again; if it stays so, the mirror is at fault.");
    }

    private async Task<IReadOnlyList<MirrorFile>> IndexAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - _readAt > IndexAge)
        {
            _index = await new MirrorIndex(mirror, http, _folder).ReadAsync(cancellationToken);
            _readAt = time.GetUtcNow();
        }

        return _index;
    }

    private FarmException Gone(string what) =>
        new(FailureCode.SourceFailed, $"{Name} doesn't have {what}, though it lists it.", "Try again in a few minutes: the mirror may be being changed.");

    // A file of another hash is another file; without an index, one of another name.
    private string PathOf(MirrorFile file) => file.Described is { } package
        ? PathOf(package)
        : Path.Combine(_folder, Path.GetFileName(Uri.UnescapeDataString(file.Address.Segments[^1])));

    private string PathOf(DebianPackage package) => package.Sha256.Length > 0
        ? Path.Combine(_folder, $"{package.Sha256[..16]}-{package.FileName}")
        : Path.Combine(_folder, package.FileName);
}
