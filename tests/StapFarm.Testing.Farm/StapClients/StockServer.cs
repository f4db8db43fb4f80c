using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace StapFarm.Testing.Farm.StapClients;

/// <summary>The stap-serverd of trixie, with the same toolchain and kernel tree as the farm.</summary>
public sealed class StockServer : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly ScratchFolder _folder = new();
    private readonly RealProcess _process;

    /// <param name="toolchain">The digest of trixie's toolchain.</param>
    public StockServer(string toolchain)
    {
        var release = SharedFarm.Kernel61;
        var tree = Directory.GetDirectories(Path.Combine(SharedFarm.DataRoot, "kernels/trees"))
            .First(home => Directory.Exists(Path.Combine(home, "tree/lib/modules", release)));
        // The folder of a prepared pair is named after both.
        var prepared = Directory.GetDirectories(Path.Combine(SharedFarm.DataRoot, "prepared"), $"*-{toolchain[..32]}-{Path.GetFileName(tree)[..32]}").Order(StringComparer.Ordinal).Last();
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        Address = $"127.0.0.1:{port}";
        _process = new(
            "unshare",
            [
                "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc",
                "sh", Path.Combine(AppContext.BaseDirectory, "StapClients/stock-server.sh"),
                _folder.Path, Path.Combine(SharedFarm.DataRoot, "toolchains", toolchain), SharedFarm.StapClientRoot("trixie"), Path.Combine(tree, "tree"), release, Path.Combine(prepared, "cache"), port,
            ]);
    }

    /// <summary>ADDRESS:PORT.</summary>
    public string Address { get; }

    private string Certificate => Path.Combine(_folder.Path, "upper/var/lib/stap-server/.systemtap/ssl/server/stap.cert");

    /// <summary>Waits until it listens, and has a client trust it.</summary>
    public async Task TrustedByAsync(StapClient client)
    {
        // Said last before it takes connections; there is no avahi here.
        await _process.WaitForAsync(server => server.Stdout + server.Stderr, text => text.Contains("avahi", StringComparison.OrdinalIgnoreCase), Limit);
        File.Copy(Certificate, Path.Combine(client.Folder, "stock.der"), overwrite: true);
        var added = await client.RunAsync("certutil", "-A", "-n", "stap-server", "-t", "P,P,P", "-i", "stock.der", "-d", $"sql:{client.Folder}/.systemtap/ssl/client");
        File.Delete(Path.Combine(client.Folder, "stock.der"));
        added.EnsureSuccess();
    }

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
