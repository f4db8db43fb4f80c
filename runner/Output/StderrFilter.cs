using System.Text.RegularExpressions;

namespace StapFarm.Runner.Output;

/// <summary>
/// Takes the messages of <c>-vv</c> out of staprun's stderr again: they are read for what they tell, and everything else
/// passes at once, also unfinished lines. With <c>-v</c> stapio doesn't suppress repeated warnings as it otherwise does, so
/// that is done here.
/// </summary>
/// <param name="suppressRepeats">Whether a warning is shown once only.</param>
internal sealed partial class StderrFilter(bool suppressRepeats, Action<ReadOnlyMemory<byte>> pass, Action<StaprunNews, string> tell)
{
    // stapio's own bound.
    private const int RememberedWarnings = 1024;

    private readonly List<byte> _held = [];
    private readonly HashSet<string> _warnings = [];
    private bool _withinUsersLine;

    public void Push(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..(end + 1)];
            bytes = bytes[part.Length..];
            PushPart(part, complete: end >= 0);
        }
    }

    /// <summary>Passes what was held back: nothing follows.</summary>
    public void Flush()
    {
        if (_held.Count > 0)
        {
            pass(_held.ToArray());
            _held.Clear();
        }
    }

    private void PushPart(ReadOnlySpan<byte> part, bool complete)
    {
        if (_withinUsersLine)
        {
            pass(part.ToArray());
            _withinUsersLine = !complete;
            return;
        }

        _held.AddRange(part);
        var line = _held.ToArray();
        if (!complete && (VerboseLine.MayBe(line) || MayBeWarning(line)))
        {
            return;
        }

        _held.Clear();
        if (complete && VerboseLine.Message(line.AsSpan(0, line.Length - 1)) is { } message)
        {
            Understand(message);
        }
        else if (!complete || !IsRepeatedWarning(line))
        {
            pass(line);
            _withinUsersLine = !complete;
        }
    }

    private void Understand(string message)
    {
        if (Inserted().Match(message) is { Success: true } inserted)
        {
            tell(StaprunNews.Inserting, inserted.Groups[1].Value);
        }
        else if (message == "in main loop")
        {
            tell(StaprunNews.Attached, "");
        }
        else if (Initialised().Match(message) is { Success: true } initialised)
        {
            tell(initialised.Groups[1].Value == "0" ? StaprunNews.Running : StaprunNews.Failed, initialised.Groups[1].Value);
        }
    }

    private bool MayBeWarning(ReadOnlySpan<byte> start) =>
        suppressRepeats && start.Length < VerboseLine.Longest
        && (start.Length < Warning.Length ? Warning.StartsWith(start) : start.StartsWith(Warning));

    private bool IsRepeatedWarning(ReadOnlySpan<byte> line)
    {
        if (!suppressRepeats || !line.StartsWith(Warning))
        {
            return false;
        }

        var text = Convert.ToHexString(line);
        var seen = _warnings.Contains(text);
        if (_warnings.Count < RememberedWarnings)
        {
            _warnings.Add(text);
        }

        return seen;
    }

    private static ReadOnlySpan<byte> Warning => "WARNING: "u8;

    [GeneratedRegex("^Module ([A-Za-z0-9_]+) inserted from file ")]
    private static partial Regex Inserted();

    [GeneratedRegex(@"^systemtap_module_init\(\) returned (-?\d+)$")]
    private static partial Regex Initialised();
}
