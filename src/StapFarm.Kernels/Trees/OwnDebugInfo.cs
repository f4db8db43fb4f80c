namespace StapFarm.Kernels.Trees;

/// <summary>
/// A module that its user built has its DWARF in itself. It is linked to from where debug information is looked for, so that
/// it is found there like any other's.
/// </summary>
internal static class OwnDebugInfo
{
    private const string Suffix = ".ko";

    public static void Link(TreeView view, TreeWriter writer, CancellationToken cancellationToken)
    {
        var layout = view.Layout;
        if (layout.IsWhole)
        {
            return;
        }

        foreach (var module in view.Listing.Below($"{layout.Modules}/kernel").Where(entry => entry.IsFile && entry.Path.EndsWith(Suffix, StringComparison.Ordinal)).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var debug = $"{layout.Debug}{module.Path[layout.Modules.Length..]}";
            if (view.Find(debug) is null && view.Elf(module.Path, $"module {Path.GetFileNameWithoutExtension(module.Path)}", file => file.HasDwarf))
            {
                writer.Link(debug, "/" + module.Path);
            }
        }
    }
}
