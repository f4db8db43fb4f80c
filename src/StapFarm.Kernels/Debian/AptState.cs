using Microsoft.Extensions.Logging;
using StapFarm.Kernels.Programs;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Debian;

/// <summary>
/// An apt of our own: lists, caches and sources in one folder, for one architecture. The machine's proxies and logins
/// hold for it; nothing of it shows in the machine's own apt, and nothing is installed.
/// </summary>
internal sealed partial class AptState : IAptLists
{
    private readonly DebianArchiveOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _folder;
    private readonly string _architecture;

    public AptState(DebianArchiveOptions options, string architecture, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _architecture = architecture;
        _folder = Path.Combine(Path.GetFullPath(options.CacheFolder), "apt", architecture);
    }

    /// <summary>Debian's name of the architecture whose packages it knows, beside those for all.</summary>
    public string Architecture => _architecture;

    private string Configuration => Path.Combine(_folder, "apt.conf");

    private string Sources => Path.Combine(_folder, "sources.list");

    private string Stamp => Path.Combine(_folder, "updated");

    public async Task<IReadOnlyList<DebianPackage>> ShowAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken);
        // Exit code 100: none of the names is known.
        var result = await ProgramResult.RunAsync("apt-cache", ["-c", Configuration, "show", "--", .. names], null, cancellationToken);
        return [.. ControlParagraph.ParseAll(result.Output)
            .Select(DebianPackage.From)
            .OfType<DebianPackage>()
            .Where(package => names.Contains(package.Name))
            .Distinct()];
    }

    public async Task<IReadOnlyList<string>> NamesAsync(string prefix, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken);
        var result = await ProgramResult.RunAsync("apt-cache", ["-c", Configuration, "pkgnames", "--", prefix], null, cancellationToken);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task<bool> UpdateAsync(TimeSpan maxAge, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken);
        var sources = DebianMirrors.Find(_options).SourcesList(_options.SuitesInUse, _options.Keyring);
        var known = Digest.Of(System.Text.Encoding.UTF8.GetBytes(sources + ConfigurationText())).ToString();
        if (IsFresh(known, maxAge))
        {
            return false;
        }

        CheckKeyring();
        Write(sources);
        progress.Report(new WorkProgress("lists", "asking the Debian archive what it has"));
        var result = await ProgramResult.RunAsync(
            "apt-get", ["-c", Configuration, "-q", "-o", "APT::Status-Fd=1", "update"], line => AptProgress.Report(line, "lists", progress), cancellationToken);
        if (result.ExitCode != 0)
        {
            if (DiskFull.Is(result.Errors))
            {
                throw DiskFull.Failure(_folder);
            }

            // One suite that a mirror lacks doesn't spoil the others; if nothing came, nothing will be found.
            LogUpdateFailed(_logger, result.ExitCode, result.Errors);
            if (!HasLists())
            {
                throw new FarmException(
                    FailureCode.SourceFailed,
                    $"The Debian archive couldn't be read. apt says: {result.Errors}",
                    "Check the network and the sources of this machine's apt; apt-get update must work on it.");
            }

            progress.Report(new WorkProgress("lists", $"warning: a part of the Debian archive couldn't be read: {FirstLine(result.Errors)}"));
        }

        await File.WriteAllTextAsync(Stamp, $"{known} {_time.GetUtcNow().ToUnixTimeSeconds()}", cancellationToken);
        return true;
    }

    /// <summary>Where to download packages from.</summary>
    /// <returns>For each package its address, in their order.</returns>
    /// <exception cref="FarmException"><c>SourceFailed</c>: apt knows none of that version any more.</exception>
    public async Task<IReadOnlyList<string>> AddressesAsync(IReadOnlyList<DebianPackage> packages, CancellationToken cancellationToken)
    {
        using var held = await LockAsync(cancellationToken);
        var result = await ProgramResult.RunAsync(
            "apt-get",
            ["-c", Configuration, "-qq", "--print-uris", "download", "--", .. packages.Select(package => $"{package.Name}={package.Version}")],
            null,
            cancellationToken);
        var addresses = result.Output.Split('\n')
            .Select(line => line.Split(' '))
            .Where(words => words.Length >= 4 && words[0].Length > 2)
            .ToLookup(words => words[3], words => words[0].Trim('\''));
        return [.. packages.Select(package => addresses[$"SHA256:{package.Sha256}"].FirstOrDefault() ?? throw new FarmException(
            FailureCode.SourceFailed, $"apt doesn't say where {package.Name} {package.Version} is to be had. {result.Errors}", "Try again."))];
    }

    /// <summary>Downloads a file and checks its hash; goes on with what is there of it, where the archive allows that.</summary>
    /// <exception cref="FarmException"><c>SourceFailed</c> or <c>StoreFull</c>.</exception>
    public async Task DownloadAsync(string address, string file, DebianPackage package, Action<double> onFraction, CancellationToken cancellationToken)
    {
        var result = await ProgramResult.RunAsync(
            "/usr/lib/apt/apt-helper",
            ["-c", Configuration, "-q", "-o", "APT::Status-Fd=1", "download-file", address, file, $"SHA256:{package.Sha256}"],
            line => AptProgress.Report(line, onFraction),
            cancellationToken);
        if (result.ExitCode != 0)
        {
            throw DiskFull.Is(result.Errors)
                ? DiskFull.Failure(_folder)
                : new FarmException(
                    FailureCode.SourceFailed,
                    $"{package.Name} {package.Version} couldn't be downloaded. apt says: {result.Errors}",
                    "Check the network of this machine and try again; what was downloaded whole is kept.");
        }
    }

    private Task<FileLock> LockAsync(CancellationToken cancellationToken) =>
        FileLock.TakeAsync(Path.Combine(_folder, "lock"), _time, null, cancellationToken);

    private bool IsFresh(string known, TimeSpan maxAge) =>
        File.Exists(Stamp)
        && File.ReadAllText(Stamp).Split(' ') is [var of, var at]
        && of == known
        && long.TryParse(at, System.Globalization.CultureInfo.InvariantCulture, out var seconds)
        && (_time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() < maxAge;

    private bool HasLists() => Directory.EnumerateFiles(Path.Combine(_folder, "state", "lists"), "*Release").Any();

    private static string FirstLine(string text) => text.Split('\n', 2)[0];

    [LoggerMessage(Level = LogLevel.Warning, Message = "apt-get update ended with {ExitCode}: {Errors}")]
    private static partial void LogUpdateFailed(ILogger logger, int exitCode, string errors);
}
