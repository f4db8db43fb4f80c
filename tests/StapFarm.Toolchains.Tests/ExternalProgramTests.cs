using System.Text;
using StapFarm.Model.Failures;
using StapFarm.Toolchains.Processes;
using Xunit;

namespace StapFarm.Toolchains.Tests;

public sealed class ExternalProgramTests
{
    [Fact]
    public async Task A_program_that_isnt_there_is_named_with_the_package_that_has_it()
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => new ExternalProgram("no-such-program", "that-package").RunAsync(default))).Failure;
        Assert.Equal(FailureCode.Unavailable, failure.Code);
        Assert.Contains("apt-get install that-package", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_program_gives_its_code_and_last_lines()
    {
        var end = await new ExternalProgram("sh", "dash").With("-c", "for i in $(seq 50); do echo $i >&2; done; exit 3").RunAsync(default);
        Assert.Equal((3, 20, "50"), (end.ExitCode, end.LastLines.Count, end.LastLines[^1]));
    }

    [Fact]
    public async Task Input_and_output_stream_through()
    {
        using var result = new MemoryStream();
        var end = await new ExternalProgram("cat", "coreutils")
        {
            Input = (input, token) => input.WriteAsync(Encoding.UTF8.GetBytes(new string('x', 1_000_000)), token).AsTask(),
            Output = (output, token) => output.CopyToAsync(result, token),
        }.RunAsync(default);

        Assert.True(end.Succeeded);
        Assert.Equal(1_000_000, result.Length);
    }

    [Fact]
    public async Task A_program_that_ends_before_its_input_does_fails_with_its_own_words()
    {
        var end = await new ExternalProgram("sh", "dash")
        {
            Input = async (input, token) =>
            {
                while (true)
                {
                    await input.WriteAsync(new byte[100_000], token);
                }
            },
        }.With("-c", "echo enough >&2; exit 4").RunAsync(default);

        Assert.Equal((4, "enough"), (end.ExitCode, end.Words));
    }

    [Fact]
    public async Task A_broken_source_ends_the_program_and_is_the_failure() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => new ExternalProgram("cat", "coreutils")
        {
            Input = (_, _) => throw new InvalidDataException("broken"),
        }.RunAsync(default));

    [Fact]
    public async Task A_broken_sink_ends_the_program_and_is_the_failure() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => new ExternalProgram("yes", "coreutils")
        {
            Output = (_, _) => throw new InvalidDataException("broken"),
        }.RunAsync(default));

    [Fact]
    public async Task A_cancelled_program_is_gone_with_its_children()
    {
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource<int>();
        var running = new ExternalProgram("sh", "dash")
        {
            ErrorLine = line => started.TrySetResult(int.Parse(line)),
        }.With("-c", "sleep 1000 & echo $! >&2; wait").RunAsync(cancel.Token);
        var child = await started.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(SpinWait.SpinUntil(() => IsGone(child), TimeSpan.FromSeconds(10)));
    }

    // A zombie that nobody reaps is gone as well.
    private static bool IsGone(int process) =>
        !File.Exists($"/proc/{process}/stat") || File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
}
