namespace StapFarm.CompileServer.Tests.StapPort;

/// <summary>The files of an answer by their names.</summary>
internal sealed record StapAnswer(IReadOnlyDictionary<string, string> Files)
{
    public string ExitCode => Files["rc"];

    public string Output => Files["stdout"];

    public string Messages => Files["stderr"];

    public string? Module => Files.SingleOrDefault(file => file.Key.EndsWith(".ko", StringComparison.Ordinal)).Value;
}
