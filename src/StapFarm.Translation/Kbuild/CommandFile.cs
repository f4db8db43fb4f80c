namespace StapFarm.Translation.Kbuild;

/// <summary>
/// What kbuild writes about a file that it has made, in <c>.FILE.cmd</c> beside it: a make variable with the command, and for
/// a compiled object the name of its source (scripts/Kbuild.include and scripts/basic/fixdep.c of the kernel).
/// </summary>
/// <param name="Target">Path of the file that the command makes.</param>
/// <param name="Command">For the shell, on one line.</param>
/// <param name="Source">What an object was compiled from; null for all else.</param>
internal sealed record CommandFile(string Target, string Command, string? Source)
{
    private const string Assignment = " := ";

    /// <summary>Null when the text isn't such a file, or its command needs make to be understood.</summary>
    public static CommandFile? Parse(string text)
    {
        string? target = null, command = null, source = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.IndexOf(Assignment, StringComparison.Ordinal) is var end and > 0)
            {
                var (name, value) = (line[..end], line[(end + Assignment.Length)..]);
                if (command is null && (After(name, "savedcmd_") ?? After(name, "cmd_")) is { } made)
                {
                    (target, command) = (made, Unescape(value.Trim()));
                }
                else if (After(name, "source_") is not null)
                {
                    source = value.Trim();
                }
            }
        }

        return target is null || command is null ? null : new CommandFile(target, command, source);
    }

    private static string? After(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;

    /// <summary>The other way round than kbuild's <c>make-cmd</c>; null when something of make's is left.</summary>
    private static string? Unescape(string value)
    {
        var plain = value.Replace("$(pound)", "#", StringComparison.Ordinal);
        return plain.Replace("$$", "", StringComparison.Ordinal).Contains('$', StringComparison.Ordinal) || plain.EndsWith('\\')
            ? null
            : plain.Replace("$$", "$", StringComparison.Ordinal);
    }
}
