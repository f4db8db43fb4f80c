using System.Globalization;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.Connection;

/// <summary>Says what an event of work means to whoever waits.</summary>
internal static class WorkProgressText
{
    /// <param name="what">What is being done, e.g. <c>build</c>.</param>
    public static void Show(this ProgressLine progress, string what, V1.WorkEvent happened)
    {
        switch (happened.EventCase)
        {
            case V1.WorkEvent.EventOneofCase.Queued:
                progress.Show($"queued {happened.Queued.Position}", happened.Queued.Position == 0 ? $"{what}: queued, next in line" : $"{what}: queued, {happened.Queued.Position} in front");
                break;
            case V1.WorkEvent.EventOneofCase.Started:
                var again = happened.Started.Attempt > 1 ? $", attempt {happened.Started.Attempt}" : "";
                progress.Show($"started {happened.Started.Attempt}", $"{what}: started on {happened.Started.Worker}{again}");
                break;
            case V1.WorkEvent.EventOneofCase.Progressed:
                progress.Show(happened.Progressed.Stage, $"{what}: {Text(happened.Progressed)}");
                break;
            case V1.WorkEvent.EventOneofCase.Done or V1.WorkEvent.EventOneofCase.Failed:
                progress.Clear();
                break;
        }
    }

    /// <summary>A step with what is said of it; stap's own lines begin with the step already.</summary>
    public static string OfStep(string stage, string text) =>
        text.StartsWith(stage, StringComparison.OrdinalIgnoreCase) ? text : text.Length == 0 ? stage : $"{stage}: {text}";

    private static string Text(V1.WorkProgressed progressed)
    {
        var percent = progressed.HasFraction ? string.Create(CultureInfo.InvariantCulture, $" {progressed.Fraction * 100:0} %") : "";
        return OfStep(progressed.Stage, progressed.Text) + percent;
    }
}
