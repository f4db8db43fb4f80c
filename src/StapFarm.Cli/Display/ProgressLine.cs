using System.Text;

namespace StapFarm.Cli.Display;

/// <summary>
/// What is going on, on the error stream: one line that is written over on a terminal; elsewhere a line for each step, and
/// one every few seconds within a long step.
/// </summary>
internal sealed class ProgressLine(CliConsole console, TimeProvider timeProvider)
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private string _step = "";
    private string _shown = "";
    private long _shownAt;

    /// <param name="step">A step has one line of its own where lines can't be written over.</param>
    public void Show(string step, string text)
    {
        text = PlainText.OneLine(text);
        if (text == _shown)
        {
            return;
        }

        if (console.ErrorIsTerminal)
        {
            var cut = text.Length < console.ErrorWidth ? text : text[..(console.ErrorWidth - 1)];
            Write($"\r{cut}\e[K");
        }
        else if (step != _step || timeProvider.GetElapsedTime(_shownAt) >= PlainInterval)
        {
            Write(text + "\n");
        }
        else
        {
            return;
        }

        (_step, _shown, _shownAt) = (step, text, timeProvider.GetTimestamp());
    }

    /// <summary>Makes room for lines that stay.</summary>
    public void Clear()
    {
        if (console.ErrorIsTerminal && _shown.Length > 0)
        {
            Write("\r\e[K");
        }

        _shown = "";
    }

    private void Write(string text)
    {
        console.Error.Write(Encoding.UTF8.GetBytes(text));
        console.Error.Flush();
    }
}
