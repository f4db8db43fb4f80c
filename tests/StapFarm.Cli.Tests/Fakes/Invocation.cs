using System.Text;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.Tests.Fakes;

/// <summary>Runs the command as its process would, and keeps what it wrote.</summary>
internal sealed record Invocation(int ExitCode, byte[] OutputBytes, byte[] ErrorBytes, TimeSpan Paused)
{
    public string Output => Encoding.Latin1.GetString(OutputBytes);

    public string Error => Encoding.Latin1.GetString(ErrorBytes);

    public static Task<Invocation> RunAsync(FakeFarm farm, params string[] words) =>
        RunAsync(farm.Address, [.. words.Select(Encoding.UTF8.GetBytes)]);

    public static async Task<Invocation> RunAsync(string? address, byte[][] words, byte[]? input = null, bool terminal = false)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var time = new JumpingTimeProvider();
        var exitCode = await StapFarmCommand.RunAsync(
            [.. words.Select(Encoding.UTF8.GetString)],
            [.. words.Select(word => (ReadOnlyMemory<byte>)word)],
            new CliConsole(new MemoryStream(input ?? []), output, error, terminal, 80),
            address,
            time);
        return new Invocation(exitCode, output.ToArray(), error.ToArray(), time.Paused);
    }
}
