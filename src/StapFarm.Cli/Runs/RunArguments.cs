using System.Text;
using Google.Protobuf;
using StapFarm.Cli.CommandLine;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using StapFarm.Model.Runs;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Runs;

/// <summary>A run as the command line asks for it.</summary>
/// <param name="Output">The file that <c>-o</c> gave for the script's output; null without.</param>
internal sealed record RunArguments(StapCommand Stap, RunnerSelector Selector, string Toolchain, SessionOptions Session, string? Output)
{
    /// <exception cref="UsageException">No selector, or an option that has no meaning here.</exception>
    /// <exception cref="FarmException"><c>InvalidRequest</c> from stap's part of the command line.</exception>
    public static RunArguments Parse(StapLikeArguments arguments)
    {
        var stap = StapCommandParser.Parse(FrontDoor.Grpc, arguments.Stap);
        if (arguments.Kernel is not null || stap.Release is not null || stap.Architecture is not null)
        {
            throw new UsageException("A run is built for the kernel of each runner: --kernel, -r and -a have no meaning here.", "Leave them out.");
        }

        if (stap.Set.Kind != TranslationKind.Module)
        {
            throw new UsageException("This asks for a listing, and a listing doesn't run.", "Use: stapfarm build ... --kernel RELEASE");
        }

        if (RunOptions.NotHonoured(stap.RunOptions) is { Count: > 0 } unknown)
        {
            throw new UsageException($"A run of the farm can't honour {string.Join(", ", unknown)} yet.", "Leave it out.");
        }

        return new RunArguments(
            stap,
            RunnerSelector.Parse(arguments.On ?? throw new UsageException("On which runners?", "Choose with --on NAME, --on LABEL=VALUE or --on all; 'stapfarm runners' shows them.")),
            arguments.Toolchain ?? "",
            RunOptions.ToSession(stap.RunOptions) with { OutputLimit = arguments.OutputLimit is { } limit ? ByteCount.Parse(limit) : null },
            RunOptions.OutputFile(stap.RunOptions) is { } file ? Encoding.UTF8.GetString(file.Span) : null);
    }

    public V1.StartRunRequest ToRequest(ScriptSource source)
    {
        var request = new V1.StartRunRequest
        {
            Source = source.ToProto(),
            Selector = Selector.ToString(),
            Toolchain = Toolchain,
            Globals = { Session.Globals.Select(global => ByteString.CopyFrom(global.Span)) },
            TimeLimitMs = (long)(Session.TimeLimit?.TotalMilliseconds ?? 0),
            OutputLimitBytes = Session.OutputLimit ?? 0,
        };
        if (Session.Command is { } command)
        {
            request.Command = ByteString.CopyFrom(command.Span);
        }

        if (Session.TargetPid is { } pid)
        {
            request.TargetPid = pid;
        }

        return request;
    }
}
