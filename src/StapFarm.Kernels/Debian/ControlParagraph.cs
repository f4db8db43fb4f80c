namespace StapFarm.Kernels.Debian;

/// <summary>A paragraph of Debian control data (deb822(5)): fields with a name, whose values may go on in indented lines.</summary>
internal sealed class ControlParagraph
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The field's value, or null.</summary>
    public string? this[string field] => _fields.GetValueOrDefault(field);

    public static IReadOnlyList<ControlParagraph> ParseAll(string text)
    {
        var paragraphs = new List<ControlParagraph>();
        var current = new ControlParagraph();
        string? field = null;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')).Append(""))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                if (current._fields.Count > 0)
                {
                    paragraphs.Add(current);
                    current = new ControlParagraph();
                }

                field = null;
            }
            else if (char.IsWhiteSpace(line[0]))
            {
                if (field is not null)
                {
                    current._fields[field] += "\n" + line.Trim();
                }
            }
            else if (line.Split(':', 2) is [var name, var value])
            {
                field = name.Trim();
                current._fields[field] = value.Trim();
            }
        }

        return paragraphs;
    }
}
