using StapFarm.Cli.Display;

namespace StapFarm.Cli.Runs;

/// <summary>
/// Prints the output of a run's sessions: byte for byte when there is one, else with the runner's name before each line.
/// </summary>
internal sealed class RunOutput
{
    private readonly Dictionary<(string Session, V1.OutputChannel Channel), LinePrefixer> _prefixers = [];
    private readonly IReadOnlyList<V1.SessionInfo> _sessions;
    private readonly Stream _output;
    private readonly Stream _error;

    /// <param name="output">Where the scripts' standard output goes: the command's own, or the file of <c>-o</c>.</param>
    public RunOutput(IReadOnlyList<V1.SessionInfo> sessions, Stream output, Stream error)
    {
        (_sessions, _output, _error) = (sessions, output, error);
        if (sessions.Count > 1)
        {
            foreach (var session in sessions)
            {
                var prefix = $"{PlainText.OneLine(session.RunnerName)}: ";
                _prefixers[(session.SessionId, V1.OutputChannel.Stdout)] = new(prefix, output);
                _prefixers[(session.SessionId, V1.OutputChannel.Stderr)] = new(prefix, error);
            }
        }
    }

    /// <exception cref="IOException">Nobody reads the output any more.</exception>
    public void Write(string session, V1.OutputChunk chunk)
    {
        var channel = chunk.Channel == V1.OutputChannel.Stderr ? V1.OutputChannel.Stderr : V1.OutputChannel.Stdout;
        var stream = channel == V1.OutputChannel.Stderr ? _error : _output;
        if (_sessions.Count == 1)
        {
            stream.Write(chunk.Bytes.Span);
        }
        else
        {
            _prefixers[(session, channel)].Write(chunk.Bytes.Span);
        }

        stream.Flush();
    }

    /// <summary>The session has ended: nothing more comes of it.</summary>
    public void Finish(string session)
    {
        foreach (var (key, prefixer) in _prefixers)
        {
            if (key.Session == session)
            {
                prefixer.Finish();
            }
        }

        _output.Flush();
    }
}
