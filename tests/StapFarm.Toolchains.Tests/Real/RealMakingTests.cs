using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Testing;
using StapFarm.Toolchains.Depot;
using StapFarm.Toolchains.Tests.Fakes;
using Xunit;

namespace StapFarm.Toolchains.Tests.Real;

[Trait("lane", "real")]
public sealed class RealMakingTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly ToolchainOptions _options;
    private readonly MemoryManifests _manifests = new();

    public RealMakingTests() => _options = new ToolchainOptions { Roots = _scratch.File("roots"), Scratch = _scratch.File("scratch") };

    private ToolchainDepot Depot =>
        ToolchainDepot.Create(new MemoryBlobs(), _manifests, Options.Create(_options), TimeProvider.System, NullLogger<ToolchainDepot>.Instance);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_making_that_is_called_off_midway_leaves_no_file_process_or_mount()
    {
        using var cancel = new CancellationTokenSource();
        var progress = new Watcher(text =>
        {
            // The bind mounts of /dev, /proc and /sys are there from here on.
            if (text.StartsWith("installing essential", StringComparison.Ordinal))
            {
                cancel.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Depot.AddAsync("debian:trixie", progress, cancel.Token));
        Assert.Empty(Directory.EnumerateDirectories(_options.Scratch));
        Assert.Empty(_manifests.Names);
        Assert.DoesNotContain(_options.Scratch, await File.ReadAllTextAsync("/proc/self/mounts"), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc"), process => Mentions(process, _options.Scratch));
        Assert.True(File.Exists("/dev/null"));
    }

    [Fact]
    public async Task An_archive_that_cant_be_reached_is_told_with_mmdebstraps_words()
    {
        _options.Mirrors.Add("http://127.0.0.1:9/debian");

        var failure = (await Assert.ThrowsAsync<FarmException>(() => Depot.AddAsync("debian:trixie", new Recorder<WorkProgress>(), default))).Failure;
        Assert.Equal(FailureCode.SourceFailed, failure.Code);
        Assert.Contains("127.0.0.1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("stapfarm toolchain add debian:trixie", failure.Advice, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(_options.Scratch));
    }

    private static bool Mentions(string process, string text)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(text, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private sealed class Watcher(Action<string> seen) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => seen(value.Text);
    }
}
