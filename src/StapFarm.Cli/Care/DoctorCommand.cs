using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Display;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.Care;

/// <summary><c>stapfarm doctor</c>: exit code 0 when everything is as it should be, or was repaired; 1 when something was found and left.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandBinder binder)
    {
        var quick = new Option<bool>("--quick") { Description = "Look at presence and sizes alone; read no contents" };
        var repair = new Option<bool>("--repair") { Description = "Repair what can be: drop what is made again, remove what nobody needs, fetch and unpack again" };
        var json = CommandBinder.Json();
        return binder.Bind(
            new Command("doctor", "Looks whether everything that the farm stores is as it should be") { quick, repair, json },
            (context, parsed, token) => RunAsync(
                context, new() { Quick = parsed.GetValue(quick), Repair = parsed.GetValue(repair) }, parsed.GetValue(json), token));
    }

    private static async Task<int> RunAsync(CommandContext context, V1.ExamineRequest request, bool json, CancellationToken cancellationToken)
    {
        var progress = context.Progress();
        var findings = new List<V1.Finding>();
        V1.ExamineReport? report = null;
        using var call = context.Farm.Care.Examine(request, cancellationToken: cancellationToken);
        await foreach (var happened in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            switch (happened.EventCase)
            {
                case V1.ExamineEvent.EventOneofCase.Progress:
                    progress.Show(happened.Progress.Stage, Text(happened.Progress));
                    break;
                case V1.ExamineEvent.EventOneofCase.Finding:
                    findings.Add(happened.Finding);
                    if (!json)
                    {
                        progress.Clear();
                        Show(context.Console, happened.Finding, request.Repair);
                    }

                    break;
                case V1.ExamineEvent.EventOneofCase.Report:
                    report = happened.Report;
                    break;
            }
        }

        progress.Clear();
        return Finish(
            context.Console,
            report ?? throw new FarmException(FailureCode.Unavailable, "The farm stopped examining its stores before it was done.", "Give the command again."),
            findings,
            json);
    }

    private static int Finish(CliConsole console, V1.ExamineReport report, List<V1.Finding> findings, bool json)
    {
        var left = report.Found - report.Repaired;
        if (json)
        {
            var view = new ExaminationView([.. report.Stores], [.. findings.Select(FindingView.Of)], report.Repaired, left);
            console.WriteLine(JsonSerializer.Serialize(view, ViewJson.Default.ExaminationView));
        }
        else
        {
            var repairable = findings.Count(finding => finding is { Repairable: true, Repaired: false, Outcome: "" });
            console.WriteLine($"looked at {string.Join(", ", report.Stores.Select(PlainText.OneLine))}");
            console.WriteLine(report.Found == 0
                ? "everything is as it should be"
                : $"{report.Found} found, {report.Repaired} repaired, {left} left{(repairable > 0 ? $"; {repairable} can be repaired: stapfarm doctor --repair" : "")}");
        }

        return left == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static void Show(CliConsole console, V1.Finding finding, bool repair)
    {
        console.WriteLine(PlainText.OneLine($"{finding.Store}: {finding.Subject} {finding.What}"));
        if (finding.Outcome.Length > 0)
        {
            console.WriteLine($"  {PlainText.OneLine(finding.Outcome)}");
        }
        else if (finding.Repairable && !repair)
        {
            console.WriteLine("  can be repaired: stapfarm doctor --repair");
        }

        if (finding.Advice.Length > 0)
        {
            console.WriteLine($"  {PlainText.OneLine(finding.Advice)}");
        }
    }

    private static string Text(V1.CareProgress progress)
    {
        var percent = progress.HasFraction ? string.Create(CultureInfo.InvariantCulture, $" {progress.Fraction * 100:0} %") : "";
        return WorkProgressText.OfStep(progress.Stage, progress.Text) + percent;
    }
}
