using System.Net.Sockets;
using System.Text;

namespace StapFarm.Lab.Machines;

/// <summary>
/// The guest's serial console. QEMU connects to us, so nothing it says is missed, and keeps a log of it itself. The
/// console is read as long as this object lives: an unread one would in the end block the guest.
/// </summary>
internal sealed class MachineConsole : IDisposable
{
    private const int LinesKept = 2000;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Seen)> _waiting = [];
    private readonly CancellationTokenSource _disposed = new();
    private bool _ended;

    public MachineConsole(string socket)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(socket));
        _listener.Listen(1);
        _ = ReadAsync();
    }

    /// <summary>The last lines, for a message about what went wrong.</summary>
    public string Tail(int lines)
    {
        lock (_gate)
        {
            return string.Join('\n', _lines.TakeLast(lines));
        }
    }

    /// <summary>The first line, of those seen and those to come, that matches.</summary>
    /// <exception cref="LabException">The console ended before.</exception>
    public Task<string> WaitForAsync(Func<string, bool> matches)
    {
        lock (_gate)
        {
            if (_lines.FirstOrDefault(matches) is { } line)
            {
                return Task.FromResult(line);
            }

            var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_ended)
            {
                seen.SetException(Ended());
            }
            else
            {
                _waiting.Add((matches, seen));
            }

            return seen.Task;
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _listener.Dispose();
    }

    private static LabException Ended() => new("The machine's console ended.");

    private async Task ReadAsync()
    {
        try
        {
            using var client = await _listener.AcceptAsync(_disposed.Token);
            await using var stream = new NetworkStream(client);
            // Console output is a program's bytes; Latin-1 takes them all.
            using var reader = new StreamReader(stream, Encoding.Latin1);
            while (await reader.ReadLineAsync(_disposed.Token) is { } line)
            {
                Add(line.TrimEnd('\r'));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The machine or its owner is gone; those who wait learn it below.
        }

        lock (_gate)
        {
            _ended = true;
            _waiting.ForEach(w => w.Seen.TrySetException(Ended()));
            _waiting.Clear();
        }
    }

    private void Add(string line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > LinesKept)
            {
                _lines.Dequeue();
            }

            foreach (var waiting in _waiting.Where(w => w.Matches(line)).ToList())
            {
                waiting.Seen.TrySetResult(line);
                _waiting.Remove(waiting);
            }
        }
    }
}
