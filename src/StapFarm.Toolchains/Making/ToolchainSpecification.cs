using StapFarm.Model.Failures;

namespace StapFarm.Toolchains.Making;

/// <summary>What a person asks for: <c>debian:SUITE</c>, or <c>debian:SUITE,fresh</c> to make a new one beside one of that name.</summary>
/// <param name="Fresh">Whether the suite is asked for what it has today although a toolchain of this name is there.</param>
internal sealed record ToolchainSpecification(DebianRecipe Recipe, bool Fresh)
{
    private const string FreshMark = ",fresh";

    public string Name => $"debian:{Recipe.Suite}";

    /// <exception cref="FarmException"><c>InvalidRequest</c>, with what can be asked for.</exception>
    public static ToolchainSpecification Parse(string text)
    {
        var fresh = text.EndsWith(FreshMark, StringComparison.Ordinal);
        var name = fresh ? text[..^FreshMark.Length] : text;
        var recipe = DebianRecipe.All.FirstOrDefault(recipe => $"debian:{recipe.Suite}" == name)
            ?? throw new FarmException(
                FailureCode.InvalidRequest,
                $"There is no way to make a toolchain '{text}'.",
                $"Ask for one of: {string.Join(", ", DebianRecipe.All.Select(recipe => $"debian:{recipe.Suite}"))}; with {FreshMark} behind it for a newer one of a name that is already there.");
        return new ToolchainSpecification(recipe, fresh);
    }
}
