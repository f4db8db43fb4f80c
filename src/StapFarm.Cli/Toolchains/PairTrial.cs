using System.Text;
using Grpc.Core;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Runs;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Toolchains;

/// <summary>
/// Has a runner load a module of a toolchain: one that prints a line and ends. The farm keeps what becomes of it as evidence,
/// as it does of every run.
/// </summary>
internal sealed class PairTrial(CommandContext context)
{
    /// <summary>How long the module may stay loaded: its script ends at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Line = "a module of this pair loads and prints";

    private static readonly V1.ScriptSource Source = new ScriptSource(
        Encoding.UTF8.GetBytes($"probe begin {{ println(\"{Line}\") exit() }}\n"),
        "qualify.stp",
        [],
        [],
        []).ToProto();

    public async Task<PairTrialResult> RunAsync(V1.Runner runner, V1.Toolchain toolchain, CancellationToken cancellationToken)
    {
        var progress = context.Progress();
        var printed = new MemoryStream();
        V1.SessionEnded? ended = null;
        try
        {
            var run = await context.Farm.Runs.StartAsync(
                new()
                {
                    Source = Source,
                    Selector = runner.Hello.RunnerId,
                    Toolchain = toolchain.Digest,
                    TimeLimitMs = (long)Patience.TotalMilliseconds,
                },
                cancellationToken: cancellationToken);
            await new RunWatcher(context.Farm.Runs, context.TimeProvider).WatchAsync(run, Keep, cancellationToken);
        }
        catch (RpcException exception) when (exception.ToFailure() is { Code: FailureCode.NoToolchain } failure)
        {
            return PairTrialResult.Of(failure);
        }
        finally
        {
            progress.Clear();
        }

        return PairTrialResult.Of(ended!, Encoding.UTF8.GetString(printed.ToArray()).Contains(Line, StringComparison.Ordinal));

        Task Keep(V1.RunEvent happened)
        {
            switch (happened.EventCase)
            {
                case V1.RunEvent.EventOneofCase.Build:
                    progress.Show(happened.Build.Stage, $"{toolchain.Name} for {runner.Hello.Kernel.Release}: {WorkProgressText.OfStep(happened.Build.Stage, happened.Build.Text)}");
                    break;
                case V1.RunEvent.EventOneofCase.Output when happened.Output.Channel == V1.OutputChannel.Stdout:
                    happened.Output.Bytes.WriteTo(printed);
                    break;
                case V1.RunEvent.EventOneofCase.Ended:
                    ended = happened.Ended;
                    break;
            }

            return Task.CompletedTask;
        }
    }
}
