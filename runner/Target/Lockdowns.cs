namespace StapFarm.Runner.Target;

/// <summary>The lockdown state as <c>/sys/kernel/security/lockdown</c> writes it: <c>none [integrity] confidentiality</c>.</summary>
internal static class Lockdowns
{
    public static string Parse(string text)
    {
        var from = text.IndexOf('[', StringComparison.Ordinal) + 1;
        var to = text.IndexOf(']', StringComparison.Ordinal);
        return from > 0 && to > from ? text[from..to] : "";
    }
}
