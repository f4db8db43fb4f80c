using System.Diagnostics;
using StapFarm.Lab.Exec;
using Xunit;

namespace StapFarm.Lab.Tests.Exec;

public sealed class ShellQuotingTests
{
    [Fact]
    public async Task A_shell_passes_on_every_byte_but_nul()
    {
        var bytes = Enumerable.Range(1, 255).Select(i => (byte)i).ToArray();

        Assert.Equal(bytes, await RunAsync("printf"u8.ToArray(), "%s"u8.ToArray(), bytes));
    }

    [Fact]
    public async Task Empty_words_stay_words() =>
        Assert.Equal("<><>"u8.ToArray(), await RunAsync("printf"u8.ToArray(), "<%s>"u8.ToArray(), Array.Empty<byte>(), Array.Empty<byte>()));

    [Fact]
    public void A_nul_byte_is_refused() =>
        Assert.Throws<ArgumentException>(() => ShellQuoting.Command([new byte[] { 1, 0 }]));

    private static async Task<byte[]> RunAsync(params byte[][] words)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await shell.StandardInput.BaseStream.WriteAsync(ShellQuoting.Command(words.Select(word => (ReadOnlyMemory<byte>)word)));
        shell.StandardInput.Close();
        using var output = new MemoryStream();
        await shell.StandardOutput.BaseStream.CopyToAsync(output);
        await shell.WaitForExitAsync();
        return output.ToArray();
    }
}
