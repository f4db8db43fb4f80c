using System.CommandLine;
using System.Text.Json;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;
using StapFarm.Model.Runs;
using StapFarm.Protocol.Mapping;
using StapFarm.Protocol.V1;

namespace StapFarm.Cli.Runs;

/// <summary><c>stapfarm runners</c>.</summary>
internal static class RunnersCommand
{
    private static readonly TimeSpan WaitInterval = TimeSpan.FromMilliseconds(200);

    public static Command Create(CommandBinder binder)
    {
        var json = CommandBinder.Json();
        var wait = new Option<string?>("--wait") { HelpName = "SELECTOR", Description = "Wait until a runner that this selects is connected" };
        return binder.Bind(new Command("runners", "The targets that scripts can run on") { json, wait }, (context, parsed, token) =>
            RunAsync(context, parsed.GetValue(wait), parsed.GetValue(json), token));
    }

    private static async Task<int> RunAsync(CommandContext context, string? wait, bool json, CancellationToken cancellationToken)
    {
        var selector = wait is null ? null : RunnerSelector.Parse(wait);
        var runners = await ListAsync(context, cancellationToken);
        using var timer = new PeriodicTimer(WaitInterval);
        while (selector is not null && !runners.Any(runner => runner.Connected && selector.Matches(runner.Hello.ToModel())))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            runners = await ListAsync(context, cancellationToken);
        }

        if (json)
        {
            context.Console.WriteLine(JsonSerializer.Serialize([.. runners.Select(RunnerView.Of)], ViewJson.Default.RunnerViewArray));
            return ExitCodes.Success;
        }

        var table = new TextTable("NAME", "STATE", "KERNEL", "ARCHITECTURE", "BUILD-ID", "LABELS", "SESSIONS", "LAST SEEN", "ID");
        foreach (var runner in runners)
        {
            table.Add(
                runner.Hello.Name,
                runner.Connected ? "connected" : "away",
                runner.Hello.Kernel.Release,
                runner.Hello.Kernel.Architecture,
                Human.Short(runner.Hello.Kernel.BuildId),
                string.Join(",", runner.Hello.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")),
                runner.Sessions.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Human.Time(runner.LastSeenUnixMs),
                runner.Hello.RunnerId);
        }

        context.Console.WriteLine(table.ToString());
        return ExitCodes.Success;
    }

    private static async Task<List<Runner>> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var response = await context.Farm.Runners.ListAsync(new(), cancellationToken: cancellationToken);
        return [.. response.Runners.OrderBy(runner => runner.Hello.Name, StringComparer.Ordinal)];
    }
}
