using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace StapFarm.Lab.Exec;

/// <summary>
/// One virtio-serial port of a machine, on which commands run one after the other; a machine has several. It is out
/// of band: it works without the guest's network, and leaves no trace in what a script sees there.
/// <para>
/// Protocol, version 1 (the guest's side is Guest/exec-agent). The host sends <c>ID SCRIPT INPUT\n</c>, the two
/// lengths in bytes, then the script and the bytes of its standard input. The agent answers with lines
/// <c>KIND ID NUMBER\n</c>: <c>p</c> with the process id (which is also its process group and session),
/// <c>o</c> and <c>e</c> with a length and as many bytes of output (at most 32000), at last <c>x</c> with the exit code.
/// Empty lines between frames mean nothing.
/// </para>
/// </summary>
internal sealed class ExecChannel : IDisposable
{
    private readonly FileStream _lock;
    private readonly NetworkStream _stream;

    private ExecChannel(FileStream @lock, NetworkStream stream)
    {
        _lock = @lock;
        _stream = stream;
        Frames = new ExecFrameReader(stream);
    }

    public ExecFrameReader Frames { get; }

    /// <summary>
    /// Takes the channel if nobody uses it. A channel whose user died in the middle of a command is given up: what
    /// is left of that command's output could be taken for the next one's.
    /// </summary>
    public static async Task<ExecChannel?> TryOpenAsync(string socket, CancellationToken cancellationToken)
    {
        FileStream @lock;
        try
        {
            @lock = new FileStream(socket + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);
        }
        catch (IOException)
        {
            return null;
        }

        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (@lock.Length == 0)
            {
                await client.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                return new ExecChannel(@lock, new NetworkStream(client, ownsSocket: true));
            }
        }
        catch (SocketException e)
        {
            client.Dispose();
            await @lock.DisposeAsync();
            throw new LabException($"The machine behind {socket} doesn't answer: {e.Message}. It is not running any more.", e);
        }
        catch
        {
            client.Dispose();
            await @lock.DisposeAsync();
            throw;
        }

        client.Dispose();
        await @lock.DisposeAsync();
        return null;
    }

    /// <returns>The request's id, which its frames carry.</returns>
    public async Task<string> SendAsync(GuestCommand command, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        _lock.Write("busy\n"u8);
        _lock.Flush();
        var header = string.Create(CultureInfo.InvariantCulture, $"{id} {command.Script.Length} {command.Input.Length}\n");
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(header), cancellationToken);
        await _stream.WriteAsync(command.Script, cancellationToken);
        await _stream.WriteAsync(command.Input, cancellationToken);
        return id;
    }

    /// <summary>Says that the last command's end was seen, so that the channel can be used again.</summary>
    public void MarkIdle() => _lock.SetLength(0);

    public void Dispose()
    {
        _stream.Dispose();
        _lock.Dispose();
    }
}
