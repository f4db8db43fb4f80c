using System.Globalization;
using StapFarm.Testing;

namespace StapFarm.EndToEnd.Tests.StapClients.Discovery;

/// <summary>
/// A real avahi-daemon on a D-Bus of its own that uses the loopback interface alone: nobody outside of this machine sees what
/// is announced. Programs that this process starts find it while it is there.
/// </summary>
public sealed class LocalAvahi : IDisposable
{
    private const string BusVariable = "DBUS_SYSTEM_BUS_ADDRESS";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly ScratchFolder _folder = new();
    private readonly string? _usualBus = Environment.GetEnvironmentVariable(BusVariable);
    private readonly RealProcess _bus;
    private RealProcess? _daemon;

    private LocalAvahi()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"stapfarm-{Environment.ProcessId}-{Random.Shared.Next(10_000)}");
        // An abstract address: clients have roots of their own, in which there is no socket of this machine's.
        File.WriteAllText(_folder.File("bus.conf"), $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>system</type>
              <listen>unix:abstract={name}</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
              </policy>
            </busconfig>
            """);
        File.WriteAllText(_folder.File("avahi.conf"), $"""
            [server]
            host-name={name}
            allow-interfaces=lo
            use-ipv6=no
            [wide-area]
            enable-wide-area=no
            """);
        _bus = new("dbus-daemon", [$"--config-file={_folder.File("bus.conf")}", "--nofork", "--print-address"]);
        Environment.SetEnvironmentVariable(BusVariable, $"unix:abstract={name}");
    }

    public static async Task<LocalAvahi> StartAsync()
    {
        var avahi = new LocalAvahi();
        await avahi._bus.WaitForAsync(bus => bus.Stdout, text => text.Contains('\n', StringComparison.Ordinal), Limit);
        await avahi.StartDaemonAsync();
        return avahi;
    }

    /// <summary>Starts the daemon, with no more memory of what was announced than a machine that has booted.</summary>
    public async Task StartDaemonAsync()
    {
        // Where it keeps its process id is this machine's own daemon's.
        _daemon = new(
            "unshare",
            ["--mount", "--propagation", "private", "sh", "-c", "mount -t tmpfs none /run && exec avahi-daemon \"$@\"", "sh", "--no-chroot", "--no-drop-root", "--no-rlimits", "-f", _folder.File("avahi.conf")]);
        await _daemon.WaitForAsync(daemon => daemon.Stderr, text => text.Contains("Server startup complete", StringComparison.Ordinal), Limit);
    }

    public void EndDaemon()
    {
        _daemon?.Dispose();
        _daemon = null;
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(BusVariable, _usualBus);
        EndDaemon();
        _bus.Dispose();
        _folder.Dispose();
    }
}
