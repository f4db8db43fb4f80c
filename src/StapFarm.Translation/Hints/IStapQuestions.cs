namespace StapFarm.Translation.Hints;

/// <summary>Asks the toolchain and kernel of a failed build, each question about a second of CPU: put many points into one.</summary>
internal interface IStapQuestions
{
    /// <summary>The lines of <c>stap -l</c>; none when nothing matches.</summary>
    Task<IReadOnlyList<string>> ListAsync(IReadOnlyList<string> points, CancellationToken cancellationToken);

    /// <summary>The lines of <c>stap -L</c>: with the variables that have a value there.</summary>
    Task<IReadOnlyList<string>> ListVariablesAsync(IReadOnlyList<string> points, CancellationToken cancellationToken);

    /// <summary>Whether stap can analyse the script (passes 1 and 2).</summary>
    Task<bool> AcceptsAsync(string script, CancellationToken cancellationToken);
}
