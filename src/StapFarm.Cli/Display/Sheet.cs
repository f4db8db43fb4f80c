using System.Text;

namespace StapFarm.Cli.Display;

/// <summary>One thing with its properties, a line each. Properties without a value are left out.</summary>
internal sealed class Sheet
{
    private readonly List<(string Name, string Value)> _lines = [];

    public void Add(string name, string value)
    {
        if (value.Length > 0)
        {
            _lines.Add((name, PlainText.OneLine(value)));
        }
    }

    public override string ToString()
    {
        var width = _lines.Max(line => line.Name.Length);
        var text = new StringBuilder();
        foreach (var (name, value) in _lines)
        {
            text.Append(name.PadRight(width)).Append("  ").Append(value).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }
}
