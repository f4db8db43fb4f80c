using System.Globalization;
using System.Text;

namespace StapFarm.Translation.Sandbox;

/// <summary>Adds up what a process and everything below it use, from /proc.</summary>
internal static class ProcessTree
{
    /// <summary>What times in /proc are counted in on every architecture that Linux has today.</summary>
    private const int TicksPerSecond = 100;

    public static Usage Measure(int root)
    {
        var all = Snapshot();
        var ticks = 0L;
        var memory = 0L;
        var threads = 0;
        foreach (var pid in Below(root, all))
        {
            ticks += all[pid].Ticks;
            threads += all[pid].Threads;
            memory += OwnMemory(pid);
        }

        return new Usage(TimeSpan.FromSeconds((double)ticks / TicksPerSecond), memory, threads);
    }

    /// <summary>The process and its descendants. In a namespace of its own an orphan goes to that namespace's first process.</summary>
    public static IReadOnlyList<int> Members(int root) => [.. Below(root, Snapshot())];

    private static IEnumerable<int> Below(int root, Dictionary<int, Entry> all)
    {
        var children = all.ToLookup(pair => pair.Value.Parent, pair => pair.Key);
        var queue = new Queue<int>(all.ContainsKey(root) ? [root] : []);
        while (queue.TryDequeue(out var pid))
        {
            yield return pid;
            foreach (var child in children[pid])
            {
                queue.Enqueue(child);
            }
        }
    }

    private static Dictionary<int, Entry> Snapshot()
    {
        var all = new Dictionary<int, Entry>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Read($"{folder}/stat") is { } stat
                && Parse(stat) is { } entry)
            {
                all[pid] = entry;
            }
        }

        return all;
    }

    /// <summary>proc(5): the name in parentheses may hold anything, the fields after it are numbers.</summary>
    private static Entry? Parse(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 18
            ? null
            : new(int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)), int.Parse(fields[17], CultureInfo.InvariantCulture));
    }

    /// <summary>Without file contents, which are shared (vmlinux is mapped by every stap) and which the kernel can drop.</summary>
    private static long OwnMemory(int pid)
    {
        var bytes = 0L;
        foreach (var line in Read($"/proc/{pid}/status")?.Split('\n') ?? [])
        {
            if (line.StartsWith("RssAnon:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal))
            {
                bytes += 1024 * long.Parse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).Trim(" \tkB"), CultureInfo.InvariantCulture);
            }
        }

        return bytes;
    }

    private static string? Read(string file)
    {
        try
        {
            // A process's name is bytes; only the numbers matter here.
            return File.ReadAllText(file, Encoding.Latin1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private readonly record struct Entry(int Parent, long Ticks, int Threads);
}
