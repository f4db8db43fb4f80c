using StapFarm.Translation.Hints.Tree;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>A probe of a module that isn't in the kernel tree.</summary>
internal sealed class MissingModuleHint : IHint
{
    private const int Shown = 5;

    public async Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
    {
        var (point, reason) = failed.Unresolved.FirstOrDefault(unresolved => unresolved.Point.Module is not null);
        if (point?.Module is not { } written || reason != "no match" || written.AsSpan().IndexOfAny("*?") >= 0)
        {
            return null;
        }

        var name = TreeNames.ModuleName(written);
        var modules = failed.Tree.Modules();
        if (modules.Contains(name))
        {
            return name == written ? null : $"stap wants the module's name alone: {point with { Module = name }}.";
        }

        var release = failed.Place.Tree.Identity.Release;
        if (failed.Tree.BuiltIn().Contains(name))
        {
            var inside = point with { Module = null };
            var there = !point.IsPattern && (await failed.Stap.ListAsync([inside.ToString()], cancellationToken)).Count > 0;
            return $"{name} is no module in the kernel {release}: it is built in. {(there ? $"Write {inside}." : "Its functions are the kernel's: kernel.function(\"...\").")}";
        }

        var near = Nearness.Nearest(name, modules, Shown);
        return $"The kernel {release} has no module {written}. "
            + (near.Count > 0
                ? $"The nearest it has: {string.Join(", ", near)}."
                : "A module of your own or of another package isn't in the farm's tree of this kernel; probe what is, or add it to the tree.");
    }
}
