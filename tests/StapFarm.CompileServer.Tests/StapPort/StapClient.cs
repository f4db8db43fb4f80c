using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace StapFarm.CompileServer.Tests.StapPort;

/// <summary>Speaks as <c>stap --use-server</c> does, or as none would.</summary>
internal sealed class StapClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    // As .NET shows it: the reverse of how it is encoded.
    private const string Subject = "CN=Systemtap Compile Server, OU=Systemtap";
    private readonly Socket _socket;
    private SslStream? _tls;

    private StapClient(Socket socket) => _socket = socket;

    public static async Task<StapClient> ConnectAsync(IPEndPoint address)
    {
        var client = new StapClient(new Socket(SocketType.Stream, ProtocolType.Tcp));
        await client._socket.ConnectAsync(address);
        return client;
    }

    /// <summary>Asks and reads the answer.</summary>
    public static async Task<StapAnswer> AskAsync(IPEndPoint address, params string[] arguments) => await AskAsync(address, "5.1", arguments);

    public static async Task<StapAnswer> AskAsync(IPEndPoint address, string version, string[] arguments)
    {
        using var client = await ConnectAsync(address);
        await client.SendAsync(Request(version, arguments));
        return await client.AnswerAsync();
    }

    public static byte[] Request(string version, string[] arguments, string release = "6.1.0-56-cloud-amd64", int compressible = 0)
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "version", version);
            Add(zip, "sysinfo", $"sysinfo: {release} x86_64");
            Add(zip, "locale", "LANG=C.UTF-8\n");
            foreach (var (index, argument) in arguments.Index())
            {
                Add(zip, $"argv{index + 1}", argument);
            }

            if (compressible > 0)
            {
                using var stream = zip.CreateEntry("tapset/zeros.stp").Open();
                stream.Write(new byte[compressible]);
            }
        }

        return output.ToArray();
    }

    /// <summary>What it was shown, in DER form.</summary>
    public byte[] Certificate => _tls!.RemoteCertificate!.GetRawCertData();

    public async Task HandshakeAsync()
    {
        _tls = new SslStream(new NetworkStream(_socket), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == Subject);
        await _tls.AuthenticateAsClientAsync("").WaitAsync(Patience);
    }

    public async Task SendAsync(byte[] request, int? announced = null)
    {
        if (_tls is null)
        {
            await HandshakeAsync();
        }

        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, announced ?? request.Length);
        await _tls!.WriteAsync(length).AsTask().WaitAsync(Patience);
        await _tls.WriteAsync(request).AsTask().WaitAsync(Patience);
    }

    public async Task SendRawAsync(byte[] bytes) => await _tls!.WriteAsync(bytes);

    /// <summary>Everything until the end of the connection.</summary>
    public async Task<byte[]> ReadAsync()
    {
        using var all = new MemoryStream();
        await _tls!.CopyToAsync(all).WaitAsync(Patience);
        return all.ToArray();
    }

    public async Task<StapAnswer> AnswerAsync()
    {
        using var zip = new ZipArchive(new MemoryStream(await ReadAsync()));
        return new(zip.Entries.ToDictionary(entry => entry.FullName, Text));
    }

    /// <summary>The error that its connection ends with.</summary>
    public async Task<SocketError> EndAsync()
    {
        try
        {
            return await _socket.ReceiveAsync(new byte[4096]).WaitAsync(Patience) == 0 ? SocketError.Success : await EndAsync();
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }

    public void Dispose()
    {
        _tls?.Dispose();
        _socket.Dispose();
    }

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
