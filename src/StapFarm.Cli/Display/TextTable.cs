using System.Text;

namespace StapFarm.Cli.Display;

/// <summary>A table for the eye: columns as wide as their widest cell, two spaces between them.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(PlainText.OneLine)]);

    public override string ToString()
    {
        var widths = Enumerable.Range(0, headings.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            var line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
            text.Append(line).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }
}
