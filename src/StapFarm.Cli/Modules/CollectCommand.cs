using System.CommandLine;
using System.Text.Json;
using Grpc.Core;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.Modules;

/// <summary><c>stapfarm modules gc</c>.</summary>
internal static class CollectCommand
{
    public static Command Create(CommandBinder binder)
    {
        var olderThan = new Option<string?>("--older-than") { Description = "Remove what nobody used for so long: 90s, 30m, 12h, 7d", HelpName = "DURATION" };
        var keep = new Option<string?>("--keep") { Description = "Remove what was unused for longest until the rest has so many bytes: 500M, 10G", HelpName = "BYTES" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be removed" };
        var json = CommandBinder.Json();
        var command = new Command("gc", "Removes modules that nobody used for long, and stored content that nothing refers to; never what is in use")
        {
            olderThan, keep, dryRun, json,
        };
        return binder.Bind(command, (context, parsed, token) =>
            RunAsync(context, Request(parsed.GetValue(olderThan), parsed.GetValue(keep), parsed.GetValue(dryRun)), parsed.GetValue(json), token));
    }

    private static V1.CollectRequest Request(string? olderThan, string? keep, bool dryRun)
    {
        var request = new V1.CollectRequest { DryRun = dryRun };
        if (olderThan is not null)
        {
            request.OlderThanMs = (long)Duration.Parse(olderThan).TotalMilliseconds;
        }

        if (keep is not null)
        {
            request.KeepBytes = keep == "0" ? 0 : ByteCount.Parse(keep);
        }

        return request;
    }

    private static async Task<int> RunAsync(CommandContext context, V1.CollectRequest request, bool json, CancellationToken cancellationToken)
    {
        var progress = context.Progress();
        using var call = context.Farm.Care.Collect(request, cancellationToken: cancellationToken);
        await foreach (var happened in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (happened.Progress is { } step)
            {
                progress.Show(step.Stage, WorkProgressText.OfStep(step.Stage, step.Text));
                continue;
            }

            progress.Clear();
            if (json)
            {
                context.Console.WriteLine(JsonSerializer.Serialize(CollectionView.Of(happened.Report, request.DryRun), ViewJson.Default.CollectionView));
            }
            else
            {
                Show(context.Console, happened.Report, request);
            }
        }

        return ExitCodes.Success;
    }

    private static void Show(CliConsole console, V1.CollectReport report, V1.CollectRequest request)
    {
        if (report.Modules.Count > 0)
        {
            var table = new TextTable("KEY", "NAME", "SIZE", "LAST USED");
            foreach (var module in report.Modules)
            {
                table.Add(Human.Short(module.ModuleKey), module.ModuleName.Length == 0 ? "-" : module.ModuleName, Human.Bytes(module.Size), Human.Time(module.LastUsedUnixMs));
            }

            console.WriteLine($"{table}\n");
        }

        var verb = request.DryRun ? "would remove" : "removed";
        var bytes = report.Blobs.Sum(blobs => blobs.Bytes);
        console.WriteLine($"{verb} {Count(report.Modules.Count, "module")} and {Count(report.Blobs.Sum(blobs => blobs.Count), "blob")}, {Human.Bytes(bytes)}; {(request.DryRun ? "would leave" : "left")} {Count(report.ModulesLeft, "module")} with {Human.Bytes(report.ModuleBytesLeft)}, {Human.Bytes(report.BlobBytesLeft)} stored in all");
        if (report.InUse > 0)
        {
            console.WriteLine($"kept although it was to go: {Count(report.InUse, "module")} that a session runs or a worker builds");
        }

        if (report.Recent > 0)
        {
            console.WriteLine($"kept although it was to go: {Count(report.Recent, "module")} used within the last {Human.Duration(TimeSpan.FromMilliseconds(report.GraceMs))} (Farm:Storage:Grace)");
        }

        if (report.Excess > 0)
        {
            console.WriteLine($"that is {Human.Bytes(report.Excess)} more than was to be kept");
        }
    }

    private static string Count(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
