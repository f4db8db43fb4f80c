namespace StapFarm.Toolchains.Identity;

/// <summary>
/// Reads stanzas of Debian control data (deb822(5)): the files <c>Packages</c> of an archive and dpkg's <c>status</c>.
/// Continuation lines are left out: no single-line field has any.
/// </summary>
internal static class DebianControl
{
    /// <param name="fields">The fields that are wanted.</param>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(TextReader reader, IReadOnlySet<string> fields)
    {
        var stanza = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                if (stanza.Count > 0)
                {
                    yield return stanza;
                    stanza = new Dictionary<string, string>(StringComparer.Ordinal);
                }

                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[0] is ' ' or '\t' || colon <= 0)
            {
                continue;
            }

            if (fields.Contains(line[..colon]))
            {
                stanza[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        if (stanza.Count > 0)
        {
            yield return stanza;
        }
    }
}
