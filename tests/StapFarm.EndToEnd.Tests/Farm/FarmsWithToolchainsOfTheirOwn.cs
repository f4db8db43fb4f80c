using System.Diagnostics;
using System.Text.Json;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.Farm;

/// <summary>Two farms that unpack and prepare toolchains in folders of their own, not in those of the prepared farm.</summary>
public sealed class FarmsWithToolchainsOfTheirOwn : IAsyncLifetime, IDisposable
{
    private readonly ScratchFolder _scratch = new();

    internal RealFarm One { get; private set; } = null!;

    internal RealFarm Other { get; private set; } = null!;

    internal string File(string name) => _scratch.File(name);

    public async Task InitializeAsync()
    {
        One = await StartAsync("one");
        Other = await StartAsync("other");
    }

    public Task DisposeAsync()
    {
        One?.Dispose();
        Other?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>The digest of a toolchain that a farm has.</summary>
    internal static async Task<string> DigestAsync(RealFarm farm, string name)
    {
        var shown = await farm.CliAsync("toolchain", "show", name, "--json");
        Assert.True(shown.ExitCode == 0, shown.ToString());
        using var json = JsonDocument.Parse(shown.Stdout);
        return json.RootElement.GetProperty("digest").GetString()!;
    }

    /// <summary>
    /// Gives a toolchain with the same stap, files and times what stap tried out for another: to try it all again takes minutes.
    /// Without the other's, it is tried.
    /// </summary>
    internal void SeedTrials(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(Path.Combine(SharedFarm.DataRoot, "prepared"), $"v*-{from[..32]}-*"))
        {
            var name = Path.GetFileName(folder).Replace(from[..32], to[..32], StringComparison.Ordinal);
            using var copy = Process.Start("cp", ["-a", folder, Path.Combine(Directory.CreateDirectory(File("prepared-one")).FullName, name)]);
            copy.WaitForExit();
        }
    }

    private Task<RealFarm> StartAsync(string name) =>
        RealFarm.StartAsync($"--Farm:Folders:Toolchains={File($"roots-{name}")}", $"--Farm:Folders:Prepared={File($"prepared-{name}")}");
}
