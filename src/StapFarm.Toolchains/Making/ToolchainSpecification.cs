using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;

namespace StapFarm.Toolchains.Making;

/// <summary>
/// What a person asks for: <c>debian:SUITE</c>; <c>debian:SUITE+ARCHITECTURE</c> for one that builds for that architecture
/// too; either with <c>,fresh</c> behind it to make a new one beside one of that name.
/// </summary>
/// <param name="Targets">The architectures that it builds for beside its own, in <see cref="CrossTarget.All"/>'s order.</param>
/// <param name="Fresh">Whether the suite is asked for what it has today although a toolchain of this name is there.</param>
internal sealed record ToolchainSpecification(DebianRecipe Recipe, IReadOnlyList<CrossTarget> Targets, bool Fresh)
{
    private const string FreshMark = ",fresh";
    private const char TargetMark = '+';

    public string Name => $"debian:{Place}";

    /// <summary>The name in letters that fit a file name.</summary>
    public string Place => string.Join(TargetMark, [Recipe.Suite, .. Targets.Select(target => target.Architecture.Name)]);

    /// <exception cref="FarmException"><c>InvalidRequest</c>, with what can be asked for.</exception>
    public static ToolchainSpecification Parse(string text)
    {
        var fresh = text.EndsWith(FreshMark, StringComparison.Ordinal);
        var parts = (fresh ? text[..^FreshMark.Length] : text).Split(TargetMark);
        var recipe = DebianRecipe.All.FirstOrDefault(recipe => $"debian:{recipe.Suite}" == parts[0])
            ?? throw new FarmException(
                FailureCode.InvalidRequest,
                $"There is no way to make a toolchain '{text}'.",
                $"Ask for one of: {string.Join(", ", DebianRecipe.All.Select(recipe => $"debian:{recipe.Suite}"))}; with {FreshMark} behind it for a newer one of a name that is already there.");
        var targets = parts[1..].Select(Target).Distinct().ToList();
        return new ToolchainSpecification(recipe, [.. CrossTarget.All.Where(targets.Contains)], fresh);
    }

    private static CrossTarget Target(string name)
    {
        var others = CrossTarget.All.Where(target => target.Architecture != Architecture.OfThisMachine);
        return others.FirstOrDefault(target => target == CrossTarget.Find(name)) ?? throw new FarmException(
            FailureCode.InvalidRequest,
            Architecture.FromMachine(name) == Architecture.OfThisMachine
                ? $"A toolchain builds for {name} anyway, as it runs on that here."
                : $"There is no way to make a toolchain that builds for '{name}'.",
            $"Here it can also be made for: {string.Join(", ", others.Select(target => target.Architecture))}.");
    }
}
