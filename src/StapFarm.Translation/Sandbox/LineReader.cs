using Microsoft.Win32.SafeHandles;

namespace StapFarm.Translation.Sandbox;

/// <summary>Cuts a child's output into lines as they come. Bounded: a build may write for ever.</summary>
internal static class LineReader
{
    /// <summary>Bytes after which the rest is read and dropped.</summary>
    private const int Most = 8 << 20;

    public static async Task ReadAsync(SafeFileHandle pipe, Action<ReadOnlyMemory<byte>> onLine)
    {
        await Task.Factory.StartNew(() => Read(pipe, onLine), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static void Read(SafeFileHandle pipe, Action<ReadOnlyMemory<byte>> onLine)
    {
        using var stream = new FileStream(pipe, FileAccess.Read, bufferSize: 0);
        var buffer = new byte[64 << 10];
        var line = new List<byte>();
        var total = 0;
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if (total > Most)
            {
                continue;
            }

            total += count;
            var rest = buffer.AsSpan(0, count);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                line.AddRange(rest[..end]);
                onLine(line.ToArray());
                line.Clear();
            }

            line.AddRange(rest);
        }

        if (line.Count > 0)
        {
            onLine(line.ToArray());
        }

        if (total > Most)
        {
            onLine("(more was said than is kept)"u8.ToArray());
        }
    }
}
