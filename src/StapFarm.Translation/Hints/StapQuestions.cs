using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using StapFarm.Model.Work;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Stap;

namespace StapFarm.Translation.Hints;

/// <summary>Runs stap again in the failed build's folder and slot, without the request's own options and tapsets.</summary>
internal sealed class StapQuestions(StapRun stap, TranslationPlace place, JobFolder folder, Slot slot, string? layer) : IStapQuestions
{
    public Task<IReadOnlyList<string>> ListAsync(IReadOnlyList<string> points, CancellationToken cancellationToken) =>
        ListAsync("-l", points, cancellationToken);

    public Task<IReadOnlyList<string>> ListVariablesAsync(IReadOnlyList<string> points, CancellationToken cancellationToken) =>
        ListAsync("-L", points, cancellationToken);

    public Task<bool> AcceptsAsync(string script, CancellationToken cancellationToken) =>
        RunAsync(new StapOption("-p", "2"u8.ToArray()), Encoding.UTF8.GetBytes(script), cancellationToken);

    private async Task<IReadOnlyList<string>> ListAsync(string option, IReadOnlyList<string> points, CancellationToken cancellationToken)
    {
        // Optional points: one that isn't there doesn't hide the others.
        var pattern = string.Join(',', points.Select(point => point + "?"));
        return points.Count > 0 && await RunAsync(new StapOption(option, Encoding.UTF8.GetBytes(pattern)), null, cancellationToken)
            ? await File.ReadAllLinesAsync(folder.Output, cancellationToken)
            : [];
    }

    /// <summary>False when stap refuses it.</summary>
    private async Task<bool> RunAsync(StapOption option, byte[]? script, CancellationToken cancellationToken)
    {
        var source = new ScriptSource(script, "", [], [option], []);
        var set = OptionSet.Create(FrontDoor.Grpc, source.Options, 0);
        try
        {
            await stap.RunAsync(place, folder, slot, source, set, "hint", layer, new StapTalk(Unheard.Instance), cancellationToken);
            return true;
        }
        catch (FarmException exception) when (exception.Failure.IsDeterministic)
        {
            return false;
        }
    }

    /// <summary>The build's own progress is over.</summary>
    private sealed class Unheard : IProgress<WorkProgress>
    {
        public static Unheard Instance { get; } = new();

        public void Report(WorkProgress value)
        {
        }
    }
}
