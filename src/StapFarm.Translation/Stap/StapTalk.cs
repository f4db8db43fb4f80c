using System.Globalization;
using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Work;

namespace StapFarm.Translation.Stap;

/// <summary>
/// What stap says on standard error: the lines about passes (<c>Pass 2: analyzed script: ... real ms.</c>) are progress and
/// kept apart, since only users of <c>-v</c> want them; everything else is for everybody.
/// </summary>
internal sealed class StapTalk(IProgress<WorkProgress> progress)
{
    /// <summary>Debian's stap ends every failure by naming a file that only the toolchain has.</summary>
    private const string DebianTip = "Tip: /usr/share/doc/systemtap/README.Debian";

    /// <summary>The farm's kernels are never the worker's, and it never runs what it translates.</summary>
    private const string OtherKernel = "WARNING: kernel release/architecture mismatch with host forces last-pass 4.";

    private readonly List<byte> _messages = [];
    private readonly List<byte> _passes = [];
    private readonly List<string> _lines = [];

    /// <summary>The last pass that stap has told of; 0 before the first.</summary>
    public int LastPass { get; private set; }

    /// <summary>The pass that stap says it failed in; null when it says none.</summary>
    public int? FailedPass { get; private set; }

    /// <summary>The messages' lines, for recognising; bytes that aren't UTF-8 are replaced in them.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public StapMessages Messages => new(_messages.ToArray(), _passes.ToArray());

    public void Hear(ReadOnlyMemory<byte> line)
    {
        var text = Encoding.UTF8.GetString(line.Span);
        var pass = PassOf(text);
        if (pass is { } done && text.EndsWith("real ms.", StringComparison.Ordinal))
        {
            LastPass = done;
            Write(_passes, line);
            WritePass(line);
            progress.Report(new WorkProgress(string.Create(CultureInfo.InvariantCulture, $"pass {done}"), text));
            return;
        }

        if (text.StartsWith(DebianTip, StringComparison.Ordinal) || text == OtherKernel)
        {
            return;
        }

        if (pass is not null && text.Contains(" failed.", StringComparison.Ordinal))
        {
            FailedPass = pass;
        }

        _lines.Add(text);
        Write(_messages, line);
    }

    private static int? PassOf(string text) =>
        text.StartsWith("Pass ", StringComparison.Ordinal) && text.Length > 7 && text[5] is >= '1' and <= '5' && text[6] == ':'
            ? text[5] - '0'
            : null;

    private static void Write(List<byte> text, ReadOnlyMemory<byte> line)
    {
        text.AddRange(PathPlaceholders.Store(line.Span));
        text.Add((byte)'\n');
    }

    // Where stap said it, for those who want both.
    private void WritePass(ReadOnlyMemory<byte> line)
    {
        var stored = PathPlaceholders.Store(line.Span);
        if (!stored.Contains(Placeholders.Mark))
        {
            _messages.AddRange([Placeholders.Mark, (byte)'P', .. stored, (byte)'\n', Placeholders.Mark]);
        }
    }
}
