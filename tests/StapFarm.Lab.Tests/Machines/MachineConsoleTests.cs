using System.Net.Sockets;
using StapFarm.Lab.Machines;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Lab.Tests.Machines;

public sealed class MachineConsoleTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly MachineConsole _console;
    private readonly Socket _machine = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public MachineConsoleTests()
    {
        _console = new MachineConsole(_scratch.File("console.sock"));
        _machine.Connect(new UnixDomainSocketEndPoint(_scratch.File("console.sock")));
    }

    public void Dispose()
    {
        _machine.Dispose();
        _console.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_line_is_seen_whether_it_came_before_or_after_somebody_waits_for_it()
    {
        var waiting = _console.WaitForAsync(line => line.StartsWith("two", StringComparison.Ordinal));
        _machine.Send("one\r\ntwo\r\n"u8);

        Assert.Equal("two", await waiting);
        Assert.Equal("one", await _console.WaitForAsync(line => line == "one"));
        Assert.Equal("one\ntwo", _console.Tail(5));
        Assert.Equal("two", _console.Tail(1));
    }

    [Fact]
    public async Task Who_waits_for_what_never_came_learns_that_the_console_ended()
    {
        var waiting = _console.WaitForAsync(line => line == "ready");
        _machine.Dispose();

        await Assert.ThrowsAsync<LabException>(() => waiting);
        await Assert.ThrowsAsync<LabException>(() => _console.WaitForAsync(line => line == "ready"));
    }
}
