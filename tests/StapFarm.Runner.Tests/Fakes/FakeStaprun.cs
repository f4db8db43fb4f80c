using System.Threading.Channels;
using StapFarm.Model.Runs;
using StapFarm.Runner.Processes;

namespace StapFarm.Runner.Tests.Fakes;

/// <summary>A staprun whose every word and signal the test decides.</summary>
internal sealed class FakeStaprun : IStaprunProcess, IStaprunLauncher
{
    private readonly Channel<(OutputChannel Channel, byte[] Bytes)> _output = Channel.CreateUnbounded<(OutputChannel, byte[])>();
    private readonly Channel<(int Signal, bool Group)> _signals = Channel.CreateUnbounded<(int, bool)>();
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<string> Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Pid => 4242;

    public Task<int> Exited => _exited.Task;

    public IStaprunProcess Start(string specPath)
    {
        Started.TrySetResult(File.Exists(specPath) ? File.ReadAllText(specPath) : "");
        return this;
    }

    public void Out(string text) => _output.Writer.TryWrite((OutputChannel.Stdout, System.Text.Encoding.UTF8.GetBytes(text)));

    public void Err(string text) => _output.Writer.TryWrite((OutputChannel.Stderr, System.Text.Encoding.UTF8.GetBytes(text)));

    public void Inserting(string module = "demo") => Err($"staprun:insert_module:191 Module {module} inserted from file /x/demo.ko\n");

    public void Attach() => Err("stapio:stp_main_loop:446 in main loop\n");

    public void Run()
    {
        Inserting();
        Attach();
        Err("stapio:stp_main_loop:666 systemtap_module_init() returned 0\n");
    }

    public void Exit(int code)
    {
        _output.Writer.TryComplete();
        _exited.TrySetResult(code);
    }

    public async Task<(int Signal, bool Group)> SignalAsync() => await _signals.Reader.ReadAsync();

    public bool NoSignalYet => !_signals.Reader.TryPeek(out _);

    public void Signal(int signal, bool group) => _signals.Writer.TryWrite((signal, group));

    public int Read(Span<byte> buffer, out OutputChannel channel)
    {
        if (!_output.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult() || !_output.Reader.TryRead(out var piece))
        {
            channel = default;
            return 0;
        }

        piece.Bytes.CopyTo(buffer);
        channel = piece.Channel;
        return piece.Bytes.Length;
    }

    public void Dispose()
    {
    }
}
