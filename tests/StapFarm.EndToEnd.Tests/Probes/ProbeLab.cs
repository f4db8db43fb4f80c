using System.Text.RegularExpressions;
using StapFarm.EndToEnd.Tests.Farm;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.Probes;

/// <summary>Runs probe scripts on both kernels at once, and keeps a table of what came of them beside the test's results.</summary>
public sealed class ProbeLab : IAsyncLifetime
{
    // For what never fires: far above what a loaded machine under emulation needs.
    private const string TimeLimit = "90";

    private static readonly string[] Names = [FarmWithTwoKernels.Older, FarmWithTwoKernels.Newer];
    private readonly FarmWithTwoKernels _lab = new();
    private readonly SortedDictionary<string, string> _rows = new(StringComparer.Ordinal);

    /// <summary>Each kernel with the toolchain that is prepared for it, which isn't the newest for 6.1.</summary>
    public async Task InitializeAsync()
    {
        await _lab.InitializeAsync();
        foreach (var (toolchain, kernel) in ((string, string)[])[("debian:trixie", SharedFarm.Kernel61), ("debian:sid", SharedFarm.Kernel612)])
        {
            var promoted = await _lab.Farm.CliAsync("toolchain", "promote", toolchain, kernel);
            Assert.True(promoted.ExitCode == 0, promoted.ToString());
        }
    }

    public async Task DisposeAsync()
    {
        await _lab.DisposeAsync();
        if (Environment.GetEnvironmentVariable("STAPFARM_LAB_LOGS") is { } logs)
        {
            Directory.CreateDirectory(logs);
            await File.AppendAllLinesAsync(
                Path.Combine(logs, "probes.md"),
                [$"| script | {SharedFarm.Kernel61} | {SharedFarm.Kernel612} | what it shows |", "|---|---|---|---|", .. _rows.Values]);
        }
    }

    internal async Task DemandFiresOnBothAsync(string name)
    {
        var script = ProbeScript.Read(name);
        var loop = script.Workload is null ? "true" : $"while :; do {script.Workload}; usleep 300000; done >/dev/null 2>&1";
        await using var older = await _lab.Targets[0].StartCommandAsync(loop);
        await using var newer = await _lab.Targets[1].StartCommandAsync(loop);

        var ended = await _lab.Farm.CliAsync("run", script.Path, "--on", "all", "-T", TimeLimit);

        var fired = Names.Select(target => Lines(ended.Stdout, target).FirstOrDefault(line => Regex.IsMatch(line, script.Expect))).ToList();
        _rows[name] = $"| `{name}` | {string.Join(" | ", fired.Select(line => line is null ? "**no**" : "yes"))} | {script.About} |";
        Assert.True(fired.TrueForAll(line => line is not null), $"expected {script.Expect}\n{ended}");
    }

    private static IEnumerable<string> Lines(string output, string target) => output.Split('\n')
        .Where(line => line.StartsWith($"{target}: ", StringComparison.Ordinal))
        .Select(line => line[(target.Length + 2)..]);
}
