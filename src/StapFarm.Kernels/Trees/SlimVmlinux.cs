using System.Globalization;
using StapFarm.Kernels.Elf;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Trees;

/// <summary>
/// Keeps vmlinux without the relocations that are left in it: half the disk, page cache and transfer, and stap's results are
/// the same. What is kept is looked at afterwards like any vmlinux.
/// </summary>
internal static class SlimVmlinux
{
    private const string Part = "vmlinux";

    public static async Task MakeAsync(TreeView view, TreeWriter writer, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if (view.Find(view.Layout.Vmlinux) is not { IsFile: true } entry)
        {
            return;
        }

        var scratch = writer.Root + "-vmlinux";
        try
        {
            var bytes = Copy(view, scratch, cancellationToken);
            if (bytes > 0)
            {
                progress.Report(new WorkProgress("check", string.Create(CultureInfo.InvariantCulture, $"leaving {bytes >> 20} MB of relocations out of vmlinux")));
                await using var slim = File.OpenRead(scratch);
                var modified = File.GetLastWriteTimeUtc(view.File(view.Layout.Vmlinux, Part));
                await writer.FileAsync(entry.Path, isProgram: entry.Kind == TreeEntryKind.Program, modified, slim, cancellationToken);
            }
        }
        finally
        {
            File.Delete(scratch);
        }
    }

    /// <returns>How many bytes the copy is shorter; 0 when there is none to make.</returns>
    private static long Copy(TreeView view, string scratch, CancellationToken cancellationToken) =>
        view.Elf(view.Layout.Vmlinux, Part, file =>
        {
            if (UnusedRelocations.Find(file) is not { } relocations)
            {
                return 0L;
            }

            using var copy = new FileStream(scratch, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            relocations.CopyTo(copy, cancellationToken);
            return relocations.Bytes;
        });
}
