using System.Globalization;

namespace StapFarm.Translation.Sandbox;

/// <summary>Ends what a slot's user has running; for builds that have no process namespace to end with.</summary>
internal static class SlotProcesses
{
    public static void Kill(Slot slot)
    {
        // Until a look finds nothing: a process may fork between the look and its end.
        while (Native.IsRoot && Find(slot) is { Count: > 0 } found)
        {
            foreach (var pid in found)
            {
                _ = Native.Kill(pid, Native.SigKill);
            }
        }
    }

    private static List<int> Find(Slot slot)
    {
        var found = new List<int>();
        var mine = string.Create(CultureInfo.InvariantCulture, $"\nUid:\t{slot.Uid}\t");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Status(folder) is { } status
                && status.Contains(mine, StringComparison.Ordinal)
                && !status.Contains("\nState:\tZ", StringComparison.Ordinal))
            {
                found.Add(pid);
            }
        }

        return found;
    }

    private static string? Status(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "status"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
