using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StapFarm.Kernels.Debuginfod;
using StapFarm.Kernels.Downloads;
using StapFarm.Kernels.Tests.Elf;
using StapFarm.Kernels.Tests.Uploads;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Real;

/// <summary>Debian's own debuginfod, with the debug information of a real kernel whose packages have none.</summary>
[Trait("lane", "real")]
public sealed class RealDebuginfodTests : SendingFiles
{
    private static readonly int Port = FreePort();
    private readonly PreparedTree _prepared = PreparedTree.Find();

    public RealDebuginfodTests()
        : base(new DebuginfodServer(new Uri($"http://127.0.0.1:{Port}/"), new HttpDownload(new HttpClient(), TimeSpan.FromSeconds(60), TimeProvider.System)))
    {
    }

    [Fact]
    public async Task The_kernel_and_its_modules_get_their_debug_information_by_build_id()
    {
        string[] modules = ["kernel/drivers/net/dummy.ko", "kernel/drivers/net/veth.ko"];
        var served = Directory.CreateDirectory(Folder.File("served")).FullName;
        Tool.Run("cp", "-L", Path.Combine(_prepared.Debug, "vmlinux"), served);
        foreach (var module in modules)
        {
            Tool.Run("cp", Path.Combine(_prepared.Debug, module), served);
        }

        using var server = await StartAsync(served);
        var debs = Directory.GetFiles(Path.Combine(SharedFarm.Cache, "downloads/packages"), "*.deb")
            .Where(file => _prepared.Tree.Packages.Any(package => package.StartsWith(Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal)))
            .Where(file => !file.Contains("-dbg_", StringComparison.Ordinal));

        var tree = await AddAsync(PackageForm.Deb, debs);
        server.Kill();

        Assert.Equal((_prepared.Tree.Identity, true), (tree.Identity, tree.HasDebugInfo));
        var debug = Path.Combine(Depot.FolderOf(tree.Digest)!, $"usr/lib/debug/lib/modules/{_prepared.Release}");
        foreach (var file in modules.Append("vmlinux"))
        {
            Assert.Equal(PreparedTree.KeptHash(Path.Combine(_prepared.Debug, file)), Tool.Run("sha256sum", Path.Combine(debug, file))[..64]);
        }

        Assert.Equal(3, tree.Packages.Count(package => package.Contains($" from http://127.0.0.1:{Port}/", StringComparison.Ordinal)));
    }

    // Ready when it has said of each file that it knows it.
    private static async Task<Process> StartAsync(string folder)
    {
        var start = new ProcessStartInfo("debuginfod") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-vvv", "-F", "-p", $"{Port}", "-d", ":memory:", folder])
        {
            start.ArgumentList.Add(argument);
        }

        var missing = Directory.GetFiles(folder).Select(file => ReadElf.BuildId(file)!).ToHashSet();
        var server = Process.Start(start)!;
        _ = server.StandardOutput.ReadToEndAsync();
        while (missing.Count > 0)
        {
            var line = await server.StandardError.ReadLineAsync() ?? throw new InvalidOperationException("debuginfod ended");
            missing.RemoveWhere(id => line.Contains($"recorded buildid={id}", StringComparison.Ordinal));
        }

        _ = server.StandardError.ReadToEndAsync();
        return server;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
