using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Display;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Runs;

/// <summary>Shows what happens in a run, and keeps what it comes to.</summary>
internal sealed class RunScreen(CommandContext context, IReadOnlyList<V1.SessionInfo> sessions, RunOutput output, bool showsWarnings)
{
    private readonly ProgressLine _progress = context.Progress();
    private readonly Dictionary<string, long> _lastChunks = [];
    private readonly HashSet<string> _warnings = [];

    /// <summary>staprun's; of several the highest, and at least 1 when a session failed without one.</summary>
    public int ExitCode { get; private set; }

    /// <exception cref="IOException">Nobody reads the output any more.</exception>
    public void Show(V1.RunEvent happened)
    {
        switch (happened.EventCase)
        {
            case V1.RunEvent.EventOneofCase.Phase:
                ShowPhase(happened);
                break;
            case V1.RunEvent.EventOneofCase.Build:
                _progress.Show($"{happened.SessionId} {happened.Build.Stage}", $"{NameOf(happened)}: {WorkProgressText.OfStep(happened.Build.Stage, happened.Build.Text)}");
                break;
            case V1.RunEvent.EventOneofCase.BuildWarnings when showsWarnings && _warnings.Add(happened.BuildWarnings.ToBase64()):
                // Runners of one kernel share a build, and its warnings.
                _progress.Clear();
                context.Console.Error.Write(happened.BuildWarnings.Span);
                context.Console.Error.Flush();
                break;
            case V1.RunEvent.EventOneofCase.Output:
                _progress.Clear();
                DemandNext(happened);
                output.Write(happened.SessionId, happened.Output);
                break;
            case V1.RunEvent.EventOneofCase.Ended:
                Account(happened);
                _progress.Clear();
                output.Finish(happened.SessionId);
                ShowEnd(happened);
                break;
        }
    }

    /// <summary>Keeps the outcome without showing anything.</summary>
    public void Account(V1.RunEvent happened)
    {
        if (happened.EventCase == V1.RunEvent.EventOneofCase.Ended)
        {
            var ended = happened.Ended;
            ExitCode = Math.Max(ExitCode, ended.HasExitCode ? ended.ExitCode : IsWanted(ended) ? ExitCodes.Success : ExitCodes.Failure);
        }
    }

    private static bool IsWanted(V1.SessionEnded ended) =>
        ended.Failure is null && ended.Reason is V1.SessionEndReason.Exited or V1.SessionEndReason.Stopped or V1.SessionEndReason.TimeLimit;

    private void ShowPhase(V1.RunEvent happened)
    {
        var text = happened.Phase.Phase switch
        {
            V1.SessionPhase.Building => "building",
            V1.SessionPhase.Starting => "loading the module",
            _ => null,
        };
        if (text is null)
        {
            _progress.Clear();
        }
        else
        {
            _progress.Show($"{happened.SessionId} {text}", $"{NameOf(happened)}: {text}");
        }
    }

    // Nothing is lost silently, least of all between the farm and this terminal.
    private void DemandNext(V1.RunEvent happened)
    {
        var last = _lastChunks.GetValueOrDefault(happened.SessionId);
        if (happened.Output.Number != last + 1)
        {
            context.Console.WriteErrorLine($"WARNING: {NameOf(happened)}: {happened.Output.Number - last - 1} pieces of output are missing here");
        }

        _lastChunks[happened.SessionId] = happened.Output.Number;
    }

    private void ShowEnd(V1.RunEvent happened)
    {
        var ended = happened.Ended;
        if (ended.LastChunk > _lastChunks.GetValueOrDefault(happened.SessionId))
        {
            context.Console.WriteErrorLine($"WARNING: {NameOf(happened)}: the last {ended.LastChunk - _lastChunks.GetValueOrDefault(happened.SessionId)} pieces of output are missing");
        }

        if (ended.Failure is { } failure)
        {
            // staprun's words were among the output.
            var model = failure.ToModel();
            FailureText.Write(context.Console, ended.LastChunk > 0 ? model with { ToolMessages = default } : model, NameOf(happened));
        }
        else if (Remark(ended.Reason) is { } remark)
        {
            context.Console.WriteErrorLine($"{NameOf(happened)}: {remark}");
        }
    }

    private static string? Remark(V1.SessionEndReason reason) => reason switch
    {
        V1.SessionEndReason.OutputLimit => "ended at its limit of output",
        V1.SessionEndReason.LeaseLost => "ended because the runner had lost the farm",
        V1.SessionEndReason.Refused => "the runner refused it",
        V1.SessionEndReason.LoadFailed => "the kernel refused the module",
        V1.SessionEndReason.TargetLost => "the target went away",
        _ => null,
    };

    private string NameOf(V1.RunEvent happened) =>
        PlainText.OneLine(sessions.FirstOrDefault(session => session.SessionId == happened.SessionId)?.RunnerName ?? happened.SessionId);
}
