using StapFarm.Kernels.Elf;

namespace StapFarm.Kernels.Trees;

/// <summary>
/// Makes the links <c>usr/lib/debug/.build-id/XX/YYYY.debug</c> by which elfutils finds debug information. Debian's packages
/// have them for no module, and where modules are compressed, stap then silently probes without DWARF.
/// </summary>
internal static class BuildIdLinks
{
    private const string Debug = "usr/lib/debug/";
    private const string Folder = Debug + ".build-id";

    /// <returns>The number of links made.</returns>
    public static int Make(TreeView view, TreeWriter writer, CancellationToken cancellationToken)
    {
        var made = 0;
        foreach (var entry in view.Listing.Below(view.Layout.Debug).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isKernel = entry.Path == view.Layout.Vmlinux;
            if (!isKernel && !(entry.Path.EndsWith(".ko", StringComparison.Ordinal) && view.Find(entry.Path) is { IsFile: true }))
            {
                continue;
            }

            var part = isKernel ? "vmlinux" : $"debug information of module {Path.GetFileNameWithoutExtension(entry.Path)}";
            if (view.Elf(entry.Path, part, ElfNote.BuildId) is not { Length: > 1 } id)
            {
                continue;
            }

            var hex = Convert.ToHexStringLower(id.Span);
            var link = $"{Folder}/{hex[..2]}/{hex[2..]}.debug";
            var file = view.Find(entry.Path)!.Path;
            if (view.Listing[link] is null)
            {
                writer.Link(link, file.StartsWith(Debug, StringComparison.Ordinal) ? $"../../{file[Debug.Length..]}" : $"/{file}");
                made++;
            }
        }

        return made;
    }
}
