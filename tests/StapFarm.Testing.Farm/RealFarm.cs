using System.Diagnostics;
using System.Text.RegularExpressions;

namespace StapFarm.Testing.Farm;

/// <summary>
/// A farm of a test's own in its embedded default: the real server process with its worker as a child. It knows the
/// kernels and toolchains of the prepared farm and shares their folders; its modules and keys are its own.
/// </summary>
public sealed partial class RealFarm : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CallLimit = TimeSpan.FromMinutes(5);

    private readonly string[] _settings;
    private RealProcess _server;

    private RealFarm(string dataRoot, string[] settings)
    {
        DataRoot = dataRoot;
        _settings = settings;
        _server = Launch();
    }

    public string DataRoot { get; }

    public string Url { get; private set; } = "";

    public string Log => _server.Stdout + _server.Stderr;

    /// <summary>A farm in which 6.1 is served by trixie's toolchain, so that all its builds find a prepared pair.</summary>
    /// <param name="settings">Further settings as the command line takes them, e.g. <c>--Farm:Scheduler:MaxAttempts=1</c>.</param>
    public static async Task<RealFarm> StartAsync(params string[] settings)
    {
        var farm = await StartUntriedAsync(settings);
        var promoted = await farm.CliAsync("toolchain", "promote", "debian:trixie", SharedFarm.Kernel61);
        return promoted.ExitCode == 0 ? farm : throw new InvalidOperationException(promoted.ToString());
    }

    /// <summary>A farm that has never used any of its toolchains, and was told nothing of them.</summary>
    public static async Task<RealFarm> StartUntriedAsync(params string[] settings)
    {
        var dataRoot = Directory.CreateTempSubdirectory("stapfarm-e2e-").FullName;
        foreach (var folder in new[] { "blobs", "manifests" })
        {
            // Hard links: what the farm stores it renames into place, so the prepared farm's files stay as they are.
            await RunAsync("cp", "-al", Path.Combine(SharedFarm.DataRoot, folder), dataRoot);
        }

        foreach (var learned in new[] { "module", "pair", "promotion" })
        {
            // What the prepared farm built and learned of its pairs depends on who used it for what.
            await RunAsync("rm", "-rf", Path.Combine(dataRoot, "manifests", learned));
        }

        var farm = new RealFarm(dataRoot, settings);
        await farm.ReadyAsync();
        return farm;
    }

    /// <summary>Ends the server as a crash does, its worker left to notice, and starts it again on the same data.</summary>
    public async Task CrashAndRestartAsync()
    {
        _server.Signal("KILL");
        await _server.EndAsync(StartLimit);
        _server.Dispose();
        _server = Launch();
        await ReadyAsync();
    }

    /// <summary>Runs the CLI against this farm to its end.</summary>
    public async Task<ProgramResult> CliAsync(params string[] arguments)
    {
        using var cli = StartCli(arguments);
        return await cli.EndAsync(CallLimit);
    }

    public RealProcess StartCli(params string[] arguments) => StartCliIn(null, arguments);

    public RealProcess StartCliIn(string? folder, params string[] arguments) => new(
        Binaries.Cli,
        arguments,
        new Dictionary<string, string> { ["STAPFARM_URL"] = Url },
        folder ?? DataRoot);

    /// <summary>Waits until a runner of this name is connected.</summary>
    public async Task WaitForRunnerAsync(string name)
    {
        using var waiting = StartCli("runners", "--wait", name);
        var result = await waiting.EndAsync(StartLimit);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"The runner {name} didn't connect: {result}\n{Log}");
        }
    }

    /// <summary>The process ids of the farm's workers.</summary>
    public IReadOnlyList<int> WorkerProcesses() => Children(_server.Id);

    public void Dispose()
    {
        _server.Signal("TERM");
        try
        {
            _server.EndAsync(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult();
        }
        finally
        {
            _server.Dispose();
            Directory.Delete(DataRoot, recursive: true);
        }
    }

    private RealProcess Launch()
    {
        var shared = SharedFarm.DataRoot;
        return new(
            Binaries.Server,
            [
                "--Farm:Url=http://127.0.0.1:0",
                "--Farm:StapPort:Listen=none",
                $"--Farm:DataRoot={DataRoot}",
                $"--Farm:Folders:Kernels={shared}/kernels",
                $"--Farm:Folders:Toolchains={shared}/toolchains",
                $"--Farm:Folders:Prepared={shared}/prepared",
                $"--Farm:Folders:Downloads={SharedFarm.Cache}/downloads",
                .. _settings,
            ]);
    }

    private async Task ReadyAsync()
    {
        var output = await _server.WaitForAsync(server => server.Stdout, text => Address().IsMatch(text), StartLimit);
        Url = Address().Match(output).Value;
        using var client = new HttpClient();
        while (true)
        {
            using var response = await client.GetAsync(new Uri($"{Url}/healthz/ready?wait=30"));
            if (response.IsSuccessStatusCode)
            {
                return;
            }
        }
    }

    private static List<int> Children(int parent) =>
        [.. from process in Process.GetProcesses()
            let status = StatusOf(process.Id)
            where status.Contains($"\nPPid:\t{parent}\n", StringComparison.Ordinal)
            select process.Id];

    private static string StatusOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/status");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = new RealProcess(program, arguments);
        var result = await process.EndAsync(StartLimit);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {result}");
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
