using System.Diagnostics;
using System.Globalization;

namespace StapFarm.EndToEnd.Tests.Farm;

/// <summary>Programs of this machine, and processes that are no children of the test's.</summary>
internal static class Processes
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = new RealProcess(program, arguments);
        var result = await process.EndAsync(Limit);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {result}");
        }
    }

    /// <param name="name">The signal, e.g. <c>STOP</c>.</param>
    public static void Signal(int process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The processes of this name below the farm's workers: those in its sandboxes.</summary>
    public static IReadOnlyList<int> InSandboxes(RealFarm farm, string name)
    {
        var all = Process.GetProcesses().Select(process => StatusOf(process.Id)).OfType<Status>().ToList();
        var below = new HashSet<int>(farm.WorkerProcesses());
        var count = 0;
        while (count < below.Count)
        {
            count = below.Count;
            below.UnionWith(all.Where(status => below.Contains(status.Parent)).Select(status => status.Id));
        }

        return [.. all.Where(status => status.Name == name && below.Contains(status.Id)).Select(status => status.Id)];
    }

    // proc(5), stat: number, name in parentheses, state, parent.
    private static Status? StatusOf(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var end = text.LastIndexOf(')');
            var start = text.IndexOf('(', StringComparison.Ordinal) + 1;
            return new(process, text[start..end], int.Parse(text[(end + 2)..].Split(' ')[1], CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Status(int Id, string Name, int Parent);
}
