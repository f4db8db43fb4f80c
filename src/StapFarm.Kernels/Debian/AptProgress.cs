using System.Globalization;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Debian;

/// <summary>Reads the lines that apt writes for programs (APT::Status-Fd): <c>dlstatus:N:PERCENT:TEXT</c>.</summary>
internal static class AptProgress
{
    public static void Report(string line, Action<double> onFraction)
    {
        if (line.Split(':', 4) is ["dlstatus", _, var percent, _]
            && double.TryParse(percent, CultureInfo.InvariantCulture, out var number))
        {
            onFraction(Math.Clamp(number / 100, 0, 1));
        }
    }

    public static void Report(string line, string stage, IProgress<WorkProgress> progress) =>
        Report(line, fraction => progress.Report(new WorkProgress(stage, "reading the lists of the Debian archive", fraction)));
}
