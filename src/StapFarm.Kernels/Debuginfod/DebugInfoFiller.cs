using StapFarm.Kernels.Elf;
using StapFarm.Kernels.Trees;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Debuginfod;

/// <summary>Gets the debug information of a tree that came without: of the kernel itself, then of its modules.</summary>
/// <param name="scratch">A folder for what is being fetched.</param>
internal sealed class DebugInfoFiller(IDebugInfoServer server, TreeView view, TreeWriter writer, string scratch) : IDisposable
{
    private const int AtOnce = 8;

    private readonly SemaphoreSlim _writing = new(1);
    private readonly List<string> _record = [];

    /// <returns>For each file what it is, where it came from, and its hash; none when the servers don't have the kernel.</returns>
    public async Task<IReadOnlyList<string>> FillAsync(IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if ((await new ImageInspector(view).InspectAsync(cancellationToken)).BuildId is not { } buildId)
        {
            progress.Report(new WorkProgress("debuginfo", "the image's format doesn't tell its build-id, so debug information can't be asked for"));
            return [];
        }

        var isThere = await FetchAsync(
            buildId,
            view.Layout.Vmlinux,
            "vmlinux",
            (bytes, whole) => progress.Report(new WorkProgress("debuginfo", $"vmlinux by build-id {buildId}", whole > 0 ? (double)bytes / whole : null)),
            cancellationToken);
        if (!isThere)
        {
            return [];
        }

        await SystemMapAsync(cancellationToken);
        await ModulesAsync(progress, cancellationToken);
        return [.. _record.Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _writing.Dispose();

    // Debian has the real one in the package that isn't there. Without it stap knows none of the kernel's functions.
    private async Task SystemMapAsync(CancellationToken cancellationToken)
    {
        if (view.Find(view.Layout.SystemMap) is null && view.Elf(view.Layout.Vmlinux, "vmlinux", SymbolMap.Of) is { } map)
        {
            await using var content = new MemoryStream(map);
            await writer.FileAsync(view.Layout.SystemMap, isProgram: false, DateTimeOffset.UnixEpoch, content, cancellationToken);
        }
    }

    private async Task ModulesAsync(IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        // The tree is read before anything is written to it.
        var inspector = new ModuleInspector(view);
        var modules = new List<(string Name, string Path, string? BuildId)>();
        foreach (var module in inspector.Modules())
        {
            var id = await inspector.BuildIdAsync(module, cancellationToken);
            modules.Add((Path.GetFileName(module.Path), inspector.DebugFile(module), id is { } bytes ? Convert.ToHexStringLower(bytes.Span) : null));
        }

        var (done, missing) = (0, 0);
        await Parallel.ForEachAsync(modules, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (module, stop) =>
        {
            if (module.BuildId is null || !await FetchAsync(module.BuildId, module.Path, module.Name, (_, _) => { }, stop))
            {
                Interlocked.Increment(ref missing);
            }

            progress.Report(new WorkProgress("debuginfo", $"of modules ({modules.Count} in all)", (double)Interlocked.Increment(ref done) / modules.Count));
        });
        if (missing > 0)
        {
            progress.Report(new WorkProgress("warning", $"warning: there is no debug information of {missing} of {modules.Count} modules: functions in them can't be probed"));
        }
    }

    private async Task<bool> FetchAsync(string buildId, string path, string what, Action<long, long?> onBytes, CancellationToken cancellationToken)
    {
        var file = Path.Combine(scratch, buildId);
        try
        {
            if (await server.FetchAsync(buildId, file, onBytes, cancellationToken) is not { } from)
            {
                return false;
            }

            await _writing.WaitAsync(cancellationToken);
            try
            {
                await using var content = File.OpenRead(file);
                await writer.FileAsync(path, isProgram: false, DateTimeOffset.UnixEpoch, content, cancellationToken);
                _record.Add($"{what} from {from} {writer.Listing[path]!.Value}");
            }
            finally
            {
                _writing.Release();
            }

            return true;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
