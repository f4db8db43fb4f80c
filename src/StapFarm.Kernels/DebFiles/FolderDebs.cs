using System.Collections.Concurrent;
using StapFarm.Kernels.Debian;
using StapFarm.Kernels.Downloads;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.DebFiles;

/// <summary>
/// The .deb files in a folder of this machine. Names of files mean nothing; what each says of itself is read once, and
/// again when the file changes.
/// </summary>
internal sealed class FolderDebs(string folder) : IDebCollection
{
    private readonly ConcurrentDictionary<(string Path, long Size, DateTime Changed), DebianPackage?> _known = new();

    public string Name => folder;

    public async Task<IReadOnlyList<DebianPackage>> ShowAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        [.. (await AllAsync(cancellationToken)).Keys.Where(package => names.Contains(package.Name))];

    public async Task<IReadOnlyList<string>> NamesAsync(string prefix, CancellationToken cancellationToken) =>
        [.. (await AllAsync(cancellationToken)).Keys.Select(package => package.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Distinct()];

    public async Task<IReadOnlyList<KernelPackage>> GetAsync(
        IReadOnlyList<DebianPackage> packages, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var files = await AllAsync(cancellationToken);
        var found = new List<KernelPackage>();
        foreach (var package in packages)
        {
            progress.Report(new WorkProgress("read", $"{package} ({found.Count + 1} of {packages.Count})", (double)found.Count / packages.Count));
            var file = files.GetValueOrDefault(package) ?? throw new FarmException(
                FailureCode.SourceFailed, $"{package} isn't in {folder} any more.", "Add the kernel again when nobody changes the folder.");
            found.Add(new KernelPackage(package.ToString(), await FileHash.OfAsync(file, cancellationToken), file));
        }

        return found;
    }

    private async Task<Dictionary<DebianPackage, string>> AllAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new FarmException(FailureCode.SourceFailed, $"There is no folder {folder}.", "Make that folder, or take it out of Farm:Kernels:Sources.");
        }

        var all = new Dictionary<DebianPackage, string>();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.deb", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            if (await DescribeAsync(file, cancellationToken) is { } package)
            {
                all.TryAdd(package, file.FullName);
            }
        }

        return all;
    }

    // A damaged package is as good as absent: what is missing is said by its name.
    private async Task<DebianPackage?> DescribeAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var key = (file.FullName, file.Length, file.LastWriteTimeUtc);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        DebianPackage? package;
        try
        {
            package = await DebControl.ReadAsync(file.FullName, file.Name, sha256: "", cancellationToken);
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.BadKernelTree)
        {
            package = null;
        }

        return _known[key] = package;
    }
}
