using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Runs;
using StapFarm.Model.Toolchains;

namespace StapFarm.CompileServer.Runs;

/// <summary>What a load on a target says about the pair that built the module.</summary>
internal static class LoadEvidence
{
    // SystemTap's runtime, when the kernel lacks a function it needs; and the kernel, when a module was built for another.
    // All else (Secure Boot, no memory, a symbol that a script's own C wants) is about a target or a script: a pair that it
    // condemned would be refused to everybody.
    private static readonly string[] WordsAboutThePair = ["Can't resolve ", "Invalid module format", "disagrees about version of symbol"];

    public static PairEvidence Good(ModuleKey key, string runner, DateTimeOffset at) => new(PairState.Runs, Where(runner), key.ToString(), at);

    /// <summary>Null when the failure is no evidence.</summary>
    public static PairEvidence? Bad(SessionEnd end, string runner, DateTimeOffset at) =>
        end.Failure is { } failure && LineAboutThePair(failure.ToolMessages) is { } line
            ? new(PairState.Fails, Where(runner), line, at)
            : null;

    private static string? LineAboutThePair(ReadOnlyMemory<byte> words) =>
        Encoding.UTF8.GetString(words.Span)
            .Split('\n')
            .FirstOrDefault(line => Array.Exists(WordsAboutThePair, known => line.Contains(known, StringComparison.Ordinal)))
            ?.Trim();

    private static string Where(string runner) => $"runner {runner}";
}
