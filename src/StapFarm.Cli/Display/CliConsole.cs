using System.Text;

namespace StapFarm.Cli.Display;

/// <summary>Where the command writes: results to the output, everything else to the error stream. Both take bytes as they are.</summary>
/// <param name="ErrorIsTerminal">Whether a person watches the error stream, so that a line may be written over.</param>
/// <param name="ErrorWidth">Columns of that terminal.</param>
internal sealed record CliConsole(Stream Input, Stream Output, Stream Error, bool ErrorIsTerminal, int ErrorWidth)
{
    public static CliConsole OfThisProcess()
    {
        var errorIsTerminal = !Console.IsErrorRedirected;
        return new(
            Console.OpenStandardInput(),
            new DescriptorStream(1),
            new DescriptorStream(2),
            errorIsTerminal,
            errorIsTerminal ? TerminalWidth() : int.MaxValue);
    }

    public void WriteLine(string text) => Write(Output, text);

    public void WriteErrorLine(string text) => Write(Error, text);

    private static void Write(Stream stream, string text)
    {
        stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
        stream.Flush();
    }

    private static int TerminalWidth()
    {
        try
        {
            return Math.Max(20, Console.WindowWidth);
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
