using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Display;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Builds;

/// <summary><c>stapfarm build</c>: a module becomes a file, a listing goes to the output byte for byte.</summary>
internal sealed class BuildCommand(CommandContext context, BuildArguments arguments)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var request = arguments.ToRequest(ScriptFiles.Load(arguments.Stap, context.Console.Input));
        var progress = context.Progress();
        var submitted = false;
        V1.WorkDone done;
        try
        {
            done = await context.Watcher.DoAsync(SubmitAsync, happened => progress.Show("build", happened), cancellationToken);
        }
        finally
        {
            progress.Clear();
        }

        DemandArchitecture(done.Build);
        ShowMessages(done.Build);
        await DeliverAsync(done.Build, cancellationToken);
        return ExitCodes.Success;

        async Task<Submission> SubmitAsync(CancellationToken token)
        {
            var response = await context.Farm.Builds.SubmitAsync(request, cancellationToken: token);
            if (!submitted)
            {
                ShowChoice(response);
                submitted = true;
            }

            return new Submission(response.WorkId, response.Cached is { } cached ? new V1.WorkDone { Build = cached } : null);
        }
    }

    private bool Verbose => arguments.Stap.Set.Verbosity.ShowsPasses;

    private void ShowChoice(V1.SubmitBuildResponse response)
    {
        foreach (var warning in response.Warnings)
        {
            context.Console.WriteErrorLine($"WARNING: {PlainText.Lines(warning)}");
        }

        if (Verbose)
        {
            context.Console.WriteErrorLine($"toolchain {PlainText.OneLine(response.Toolchain)} ({PlainText.OneLine(response.ToolchainReason)})");
        }
    }

    private void ShowMessages(V1.BuildResult build)
    {
        if (Verbose)
        {
            context.Console.Error.Write(build.Passes.Span);
            context.Console.WriteErrorLine(build.FromCache
                ? $"from the cache: {build.ModuleKey}, built {Human.Time(build.BuiltAtUnixMs)} in {Human.Seconds(build.DurationMs)}"
                : $"built in {Human.Seconds(build.DurationMs)}: {build.ModuleKey}");
        }

        if (arguments.Stap.ShowsWarnings)
        {
            context.Console.Error.Write(build.Warnings.Span);
        }

        context.Console.Error.Flush();
    }

    private async Task DeliverAsync(V1.BuildResult build, CancellationToken cancellationToken)
    {
        var content = build.Content.ToModel();
        if (build.Kind == V1.TranslationKind.Module)
        {
            var file = arguments.Output ?? ModuleFile.NameOf(build.ModuleName);
            await WholeFile.WriteAsync(file, stream => context.Download.CopyToAsync(content, stream, cancellationToken));
            context.Console.WriteLine(file);
            return;
        }

        if (arguments.Output is { } output)
        {
            await WholeFile.WriteAsync(output, stream => context.Download.CopyToAsync(content, stream, cancellationToken));
            return;
        }

        // Nothing is printed before all of it has proved to be what the farm announced.
        using var listing = new MemoryStream();
        await context.Download.CopyToAsync(content, listing, cancellationToken);
        listing.WriteTo(context.Console.Output);
        context.Console.Output.Flush();
    }

    private void DemandArchitecture(V1.BuildResult build)
    {
        if (arguments.Stap.Architecture is { } wanted
            && Model.Kernels.Architecture.FromMachine(System.Text.Encoding.UTF8.GetString(wanted.Span)).Name != build.Kernel.Architecture)
        {
            throw new FarmException(
                FailureCode.InvalidRequest,
                $"The kernel {build.Kernel.Release} is one for {build.Kernel.Architecture}, not for what -a asks for.",
                "Leave -a out: the architecture is the kernel's; a build-id names one of several builds of a release.");
        }
    }
}
