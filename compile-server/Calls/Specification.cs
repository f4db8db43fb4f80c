using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Calls;

/// <summary>What a user asks the farm to add. What it means is the room's to say; here only that it can be shown and stored.</summary>
internal static class Specification
{
    private const int Longest = 500;

    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public static string Demand(string text, string what)
    {
        var trimmed = text.Trim();
        return trimmed.Length is > 0 and <= Longest && !trimmed.Any(char.IsControl)
            ? trimmed
            : throw new FarmException(FailureCode.InvalidRequest, "There is no name of what to add.", $"Give {what}.");
    }
}
