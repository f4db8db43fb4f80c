using StapFarm.Cli.Builds;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.Runs;

/// <summary><c>stapfarm run</c>: builds if needed, runs, prints the output while it comes.</summary>
internal sealed class RunCommand(CommandContext context, RunArguments arguments)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var request = arguments.ToRequest(ScriptFiles.Load(arguments.Stap, context.Console.Input));
        using var stopper = new RunStopper(context.Farm.Runs, context.Console);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopper.NoLongerWaiting);
        await using var file = arguments.Output is { } path ? new FileStream(path, FileMode.Create, FileAccess.Write) : null;
        var run = await context.Farm.Runs.StartAsync(request, cancellationToken: waiting.Token);
        stopper.Started(run.RunId);
        ShowStart(run);
        var screen = new RunScreen(context, run.Sessions, new RunOutput(run.Sessions, file ?? context.Console.Output, context.Console.Error), arguments.Stap.ShowsWarnings);
        var outputGone = false;
        try
        {
            await new RunWatcher(context.Farm.Runs, context.TimeProvider).WatchAsync(
                run,
                happened =>
                {
                    if (!outputGone)
                    {
                        try
                        {
                            screen.Show(happened);
                            return Task.CompletedTask;
                        }
                        catch (IOException)
                        {
                            // As in "stapfarm run ... | head": the script needn't go on for nobody.
                            outputGone = true;
                            stopper.Ask();
                        }
                    }

                    screen.Account(happened);
                    return Task.CompletedTask;
                },
                waiting.Token);
        }
        catch (OperationCanceledException) when (stopper.NoLongerWaiting.IsCancellationRequested)
        {
            throw new FarmException(
                FailureCode.Cancelled,
                "No longer waiting; the run may still be ending on its targets.",
                "'stapfarm runners' shows how many sessions a target has.");
        }

        return screen.ExitCode;
    }

    private void ShowStart(V1.StartRunResponse run)
    {
        foreach (var warning in run.Warnings)
        {
            context.Console.WriteErrorLine($"WARNING: {PlainText.Lines(warning)}");
        }

        if (arguments.Stap.Set.Verbosity.ShowsPasses)
        {
            foreach (var session in run.Sessions)
            {
                context.Console.WriteErrorLine(PlainText.OneLine(
                    $"{session.RunnerName}: kernel {session.Kernel?.Release}, toolchain {session.Toolchain}, module {Human.Short(session.ModuleKey)} {(session.FromCache ? "from the cache" : "is being built")}"));
            }
        }
    }
}
