using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StapFarm.Kernels.Programs;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Debian;

/// <summary>
/// The downloaded packages, shared by farms and processes. A file is there under its name only once it was whole, and is
/// hashed again before each use.
/// </summary>
internal sealed partial class PackageCache(DebianArchiveOptions options, TimeProvider time, ILogger logger)
{
    private readonly string _folder = Path.Combine(Path.GetFullPath(options.CacheFolder), "packages");

    /// <summary>Gives the packages' files, in the order of the packages, downloading those that aren't there.</summary>
    /// <param name="aptOf">The apt that knows a package.</param>
    public async Task<IReadOnlyList<string>> GetAsync(
        Func<DebianPackage, AptState> aptOf, IReadOnlyList<DebianPackage> packages, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var total = packages.Sum(package => package.Size);
        var before = 0L;
        var addresses = new Dictionary<DebianPackage, string>();
        var files = new List<string>();
        for (var i = 0; i < packages.Count; i++)
        {
            var package = packages[i];
            var file = Path.Combine(_folder, package.FileName);
            var text = $"{package.Name} {package.Version} ({i + 1} of {packages.Count}, {total >> 20} MiB in all)";
            using var held = await FileLock.TakeAsync(
                Path.Combine(_folder, "locks", package.FileName),
                time,
                () => progress.Report(new WorkProgress("download", $"waiting for another download of {package.Name}")),
                cancellationToken);
            if (!await IsWholeAsync(file, package, cancellationToken))
            {
                var apt = aptOf(package);
                if (!addresses.ContainsKey(package))
                {
                    DebianPackage[] known = [.. packages.Where(one => aptOf(one) == apt)];
                    foreach (var (one, address) in known.Zip(await apt.AddressesAsync(known, cancellationToken)))
                    {
                        addresses[one] = address;
                    }
                }

                var done = before;
                await DownloadAsync(apt, addresses[package], file, package, fraction =>
                    progress.Report(new WorkProgress("download", text, (done + (fraction * package.Size)) / total)), cancellationToken);
            }

            before += package.Size;
            progress.Report(new WorkProgress("download", text, (double)before / total));
            files.Add(file);
        }

        return files;
    }

    private async Task DownloadAsync(
        AptState apt, string address, string file, DebianPackage package, Action<double> onFraction, CancellationToken cancellationToken)
    {
        var partial = Path.Combine(_folder, "partial", package.FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
        DiskFull.Check(_folder, package.Size - (File.Exists(partial) ? new FileInfo(partial).Length : 0));
        LogDownload(logger, package.Name, package.Version.Text, address);
        await apt.DownloadAsync(address, partial, package, onFraction, cancellationToken);
        if (!await IsWholeAsync(partial, package, cancellationToken))
        {
            throw new Model.Failures.FarmException(
                Model.Failures.FailureCode.SourceFailed, $"What was downloaded of {package.Name} {package.Version} isn't what the archive's list says.", "Try again.");
        }

        using (var handle = File.OpenHandle(partial, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(partial, file, overwrite: true);
    }

    private static async Task<bool> IsWholeAsync(string file, DebianPackage package, CancellationToken cancellationToken)
    {
        if (!File.Exists(file) || new FileInfo(file).Length != package.Size)
        {
            return false;
        }

        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == package.Sha256;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Downloading {Package} {Version} from {Address}")]
    private static partial void LogDownload(ILogger logger, string package, string version, string address);
}
