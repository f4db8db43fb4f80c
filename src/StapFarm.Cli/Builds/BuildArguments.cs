using System.Text;
using StapFarm.Cli.CommandLine;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Builds;

/// <summary>A build as the command line asks for it.</summary>
/// <param name="Output">What <c>-o</c> gave; null without.</param>
internal sealed record BuildArguments(StapCommand Stap, string Kernel, string Toolchain, string? Output)
{
    /// <exception cref="UsageException">No kernel, or an option that has no meaning here.</exception>
    /// <exception cref="FarmException"><c>InvalidRequest</c> from stap's part of the command line.</exception>
    public static BuildArguments Parse(StapLikeArguments arguments)
    {
        if (arguments.On is not null)
        {
            throw new UsageException("--on belongs to 'stapfarm run'.", "To build, name a kernel: --kernel RELEASE");
        }

        if (arguments.OutputLimit is not null)
        {
            throw new UsageException("--output-limit belongs to 'stapfarm run'.", "Leave it out.");
        }

        var stap = StapCommandParser.Parse(FrontDoor.Grpc, arguments.Stap);
        var release = stap.Release is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
        if (arguments.Kernel is not null && release is not null && arguments.Kernel != release)
        {
            throw new UsageException($"--kernel {arguments.Kernel} and -r {release} name two kernels.", "Give one of them.");
        }

        return new BuildArguments(
            stap,
            arguments.Kernel ?? release ?? throw new UsageException("For which kernel?", "Name it with --kernel RELEASE; 'stapfarm kernel list' shows what the farm has."),
            arguments.Toolchain ?? "",
            RunOptions.OutputFile(stap.RunOptions) is { } file ? Encoding.UTF8.GetString(file.Span) : null);
    }

    public V1.SubmitBuildRequest ToRequest(ScriptSource source) =>
        new() { Source = source.ToProto(), Kernel = Kernel, Toolchain = Toolchain };
}
