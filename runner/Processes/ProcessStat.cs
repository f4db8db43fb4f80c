using System.Globalization;

namespace StapFarm.Runner.Processes;

/// <summary><c>/proc/PID/stat</c>.</summary>
internal static class ProcessStat
{
    // Fields after the command's name, which may hold spaces and parentheses: the state is the first, the start time the twentieth.
    private const int StateField = 0;
    private const int StartTimeField = 19;

    /// <summary>When the process started, in clock ticks since boot; null when it is gone (a zombie is).</summary>
    public static long? StartTime(int pid)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static long? Parse(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTimeField && fields[StateField] is not ("Z" or "X")
            && long.TryParse(fields[StartTimeField], CultureInfo.InvariantCulture, out var start)
                ? start
                : null;
    }
}
