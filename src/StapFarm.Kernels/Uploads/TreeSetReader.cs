using System.Formats.Tar;
using StapFarm.Kernels.Sources;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Uploads;

/// <summary>The tars of one kernel, whose entries stand where a tree has them: the release is that of their folder <c>lib/modules/RELEASE</c>.</summary>
internal sealed class TreeSetReader : IFileSetReader
{
    private const string Modules = "lib/modules/";
    private const string Advice = "Send it with the stapfarm command: stapfarm kernel add --dir DIR";

    public PackageForm Form => PackageForm.Tree;

    public async Task<KernelPackages> ReadAsync(IReadOnlyList<KernelPackage> files, CancellationToken cancellationToken)
    {
        var releases = new HashSet<string>(StringComparer.Ordinal);
        var (bytes, hasDebugInfo) = (0L, false);
        foreach (var file in files)
        {
            await foreach (var entry in EntriesAsync(file, cancellationToken))
            {
                bytes += entry.Length;
                if (entry.Name.StartsWith(Modules, StringComparison.Ordinal) && entry.Name[Modules.Length..].Split('/')[0] is { Length: > 0 } release)
                {
                    releases.Add(release);
                }

                hasDebugInfo |= entry.Name.StartsWith("usr/lib/debug/", StringComparison.Ordinal) && entry.Name.EndsWith("/vmlinux", StringComparison.Ordinal);
            }
        }

        return releases.ToList() switch
        {
            [var release] when KernelRelease.Is(release) => new KernelPackages(release, $"a folder of its builder's, sent as files ({release})", files, bytes, hasDebugInfo),
            [] => throw new FarmException(FailureCode.BadKernelTree, $"The files have no folder {Modules}RELEASE, so nothing tells which kernel they are.", Advice),
            [var other] => throw new FarmException(FailureCode.BadKernelTree, $"The files are of '{other}', which is no kernel's release.", Advice),
            _ => throw new FarmException(FailureCode.BadKernelTree, $"The files are of several kernels: {string.Join(", ", releases.Order(StringComparer.Ordinal))}.", Advice),
        };
    }

    private static async IAsyncEnumerable<TarEntry> EntriesAsync(
        KernelPackage file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var tar = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
        await using var reader = new TarReader(tar);
        while (await NextAsync(reader, file, cancellationToken) is { } entry)
        {
            yield return entry;
        }
    }

    private static async Task<TarEntry?> NextAsync(TarReader reader, KernelPackage file, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw new FarmException(FailureCode.BadKernelTree, $"{file.Name} can't be read as a tar: {exception.Message.TrimEnd('.')}.", Advice, exception);
        }
    }
}
