namespace StapFarm.Translation.Stap;

/// <summary>
/// Finds probes of user-space programs in what stap itself has resolved, never in the script's text: an alias of a tapset
/// may stand for one, and a comment may look like one. <c>process.begin</c> and the like, of any program, need no file and
/// are no such probes.
/// </summary>
internal static class UserSpaceProbes
{
    /// <summary>The list of resolved probe points in the C code of pass 3 (<c>translate.cxx</c>, <c>STAP_PROBE_INIT</c>).</summary>
    private static ReadOnlySpan<byte> Registration => "STAP_PROBE_INIT("u8;

    private static ReadOnlySpan<byte> Process => "process("u8;

    /// <summary>The first such probe point in the C code; null when there is none.</summary>
    public static string? InCode(ReadOnlySpan<byte> code)
    {
        foreach (var range in code.Split((byte)'\n'))
        {
            var line = code[range].TrimStart((byte)' ');
            var quote = line.StartsWith(Registration) ? line.IndexOf((byte)'"') : -1;
            if (quote >= 0 && line[(quote + 1)..].StartsWith(Process))
            {
                var point = line[(quote + 1)..];
                var end = point.IndexOf("\", \""u8);
                return Text(end < 0 ? point : point[..end]).Replace("\\\"", "\"", StringComparison.Ordinal);
            }
        }

        return null;
    }

    /// <summary>The first such probe point in a listing, or in the output of pass 2; null when there is none.</summary>
    public static string? InListing(ReadOnlySpan<byte> listing)
    {
        foreach (var range in listing.Split((byte)'\n'))
        {
            var line = listing[range];
            if (line.StartsWith(Process))
            {
                var end = line.IndexOf((byte)' ');
                return Text(end < 0 ? line : line[..end]);
            }
        }

        return null;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.Length > 200 ? bytes[..200] : bytes);
}
