using StapFarm.Translation.Hints;

namespace StapFarm.Translation.Tests.Hints;

/// <summary>Answers as stap would: the lines of those points that it is asked for, whatever their order.</summary>
internal sealed class FakeQuestions : IStapQuestions
{
    /// <summary>By point: lines of <c>-l</c> or <c>-L</c>.</summary>
    public Dictionary<string, string[]> Answers { get; init; } = [];

    /// <summary>What passes 1 and 2 accept, when it is in the script.</summary>
    public string? Acceptable { get; init; }

    /// <summary>Every question in turn: its points, or the script.</summary>
    public List<IReadOnlyList<string>> Asked { get; } = [];

    public Task<IReadOnlyList<string>> ListAsync(IReadOnlyList<string> points, CancellationToken cancellationToken)
    {
        Asked.Add(points);
        return Task.FromResult<IReadOnlyList<string>>([.. points.SelectMany(point => Answers.GetValueOrDefault(point, []))]);
    }

    public Task<IReadOnlyList<string>> ListVariablesAsync(IReadOnlyList<string> points, CancellationToken cancellationToken) => ListAsync(points, cancellationToken);

    public Task<bool> AcceptsAsync(string script, CancellationToken cancellationToken)
    {
        Asked.Add([script]);
        return Task.FromResult(Acceptable is { } part && script.Contains(part, StringComparison.Ordinal));
    }
}
