using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StapFarm.Testing;
using StapFarm.Translation.Sandbox;
using Xunit;

namespace StapFarm.Translation.Tests.Sandbox;

/// <summary>Runs small shell scripts in a real sandbox, with this machine's own programs as the toolchain.</summary>
internal sealed class Sandboxed : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly List<byte> _error = [];

    /// <param name="number">Of the slot: tests run side by side, and a slot's user has one build at a time.</param>
    public Sandboxed(int number, SandboxOptions? options = null)
    {
        Options = options ?? new SandboxOptions();
        Slot = new Slot(number, 47500 + number);
        Folder = JobFolder.Create(_scratch.Path, Slot);
    }

    public SandboxOptions Options { get; }

    public Slot Slot { get; }

    public JobFolder Folder { get; }

    public string Error => Encoding.UTF8.GetString([.. _error]);

    public string Output => File.ReadAllText(Folder.Output);

    /// <summary>Called with each line of standard error.</summary>
    public Action<string> OnError { get; set; } = _ => { };

    public Task<SandboxResult> RunAsync(string script, CancellationToken cancellationToken = default) =>
        RunAsync(["/bin/sh"u8.ToArray(), "-c"u8.ToArray(), Encoding.UTF8.GetBytes(script)], cancellationToken);

    public Task<SandboxResult> RunAsync(IReadOnlyList<ReadOnlyMemory<byte>> command, CancellationToken cancellationToken = default)
    {
        var sandbox = new ProcessSandbox(Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System, NullLogger<ProcessSandbox>.Instance);
        return sandbox.RunAsync(new SandboxJob("/", null, Folder, Slot, command, null, Hear), cancellationToken);
    }

    public void Dispose()
    {
        // What is mounted in it goes with the last process of a build that was called off, a moment after it.
        Assert.True(SpinWait.SpinUntil(TryRemove, TimeSpan.FromSeconds(10)), $"{Folder.Root} is still in use");
        _scratch.Dispose();
    }

    private bool TryRemove()
    {
        try
        {
            Folder.Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Hear(ReadOnlyMemory<byte> line)
    {
        _error.AddRange(line.Span);
        _error.Add((byte)'\n');
        OnError(Encoding.UTF8.GetString(line.Span));
    }
}
