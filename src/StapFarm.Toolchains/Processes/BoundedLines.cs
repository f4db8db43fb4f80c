using System.Text;

namespace StapFarm.Toolchains.Processes;

/// <summary>Reads lines of a program that may not be trusted to end them.</summary>
internal static class BoundedLines
{
    private const int Longest = 8192;

    /// <param name="onLine">Gets each line without its end; of an overlong one the beginning.</param>
    public static async Task ReadAsync(TextReader reader, Action<string> onLine)
    {
        var line = new StringBuilder();
        var any = false;
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            foreach (var c in buffer.AsSpan(0, count))
            {
                if (c == '\n')
                {
                    Tell();
                }
                else if (line.Length < Longest)
                {
                    line.Append(c);
                    any = true;
                }
            }
        }

        if (any)
        {
            Tell();
        }

        void Tell()
        {
            onLine(line.ToString().TrimEnd('\r'));
            line.Clear();
            any = false;
        }
    }
}
