using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StapFarm.CompileServer.ChildWorker;
using StapFarm.CompileServer.Hosting;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.CompileServer.Worker;
using StapFarm.Testing;

namespace StapFarm.CompileServer.Tests.Workers;

public sealed class ChildTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogRecorder _log = new();
    private readonly ScratchFolder _folder = new();
    private readonly ILoggerFactory _loggers;

    public ChildTests() => _loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));

    public void Dispose()
    {
        _loggers.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_child_that_dies_is_started_again_after_a_pause_that_grows()
    {
        var launcher = new ShellLauncher("exit 3");
        using var supervisor = Supervisor(launcher);
        await supervisor.StartedAsync(default);
        for (var start = 1; start <= 3; start++)
        {
            await SaidAsync($"Starting another in {0.25 * Math.Pow(2, start - 1):F1} s", TimeSpan.FromSeconds(1));
        }

        await supervisor.StoppingAsync(default);

        Assert.Contains(_log.Lines, line => line.Contains("died with exit code 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_child_ends_when_its_standard_input_does_and_isnt_started_again()
    {
        var launcher = new ShellLauncher("echo up; cat; echo down; exit 0");
        using var supervisor = Supervisor(launcher);
        await supervisor.StartedAsync(default);
        await SaidAsync("] up");
        await supervisor.StoppingAsync(default);

        Assert.Contains(_log.Lines, line => line.Contains("] down", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains("ended with exit code 0", StringComparison.Ordinal));
        Assert.Equal(1, launcher.Starts);
    }

    [Fact]
    public async Task A_child_that_doesnt_end_is_killed_after_its_time()
    {
        var launcher = new ShellLauncher("echo up; exec sleep 600");
        using var supervisor = Supervisor(launcher);
        await supervisor.StartedAsync(default);
        await SaidAsync("] up");
        var stopping = supervisor.StoppingAsync(default);
        while (!stopping.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Contains(_log.Lines, line => line.Contains("killed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<3>Translation[1] it broke", LogLevel.Error, "Translation[1] it broke")]
    [InlineData("<6>fine", LogLevel.Information, "fine")]
    [InlineData("<7>detail", LogLevel.Debug, "detail")]
    [InlineData("Unhandled exception", LogLevel.Information, "Unhandled exception")]
    public void A_child_s_log_lines_keep_their_levels(string line, object level, string text) =>
        Assert.Equal(((LogLevel)level, text), ChildLog.Read(line));

    [Fact]
    public void The_child_is_this_program_as_a_worker_with_the_parent_s_settings_in_its_environment()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Farm:DataRoot"] = _folder.Path,
            ["Farm:Roles:0"] = "front",
            ["Farm:Sandbox:CpuTime"] = "00:01:00",
            ["Other:Secret"] = "x",
        }).Build();
        var start = new SameProgramLauncher(configuration, new At("http://127.0.0.1:5"), FarmFolders.From(configuration)).Describe();

        Assert.Equal("worker", start.Environment["STAPFARM_Farm__Roles"]);
        Assert.Equal("00:01:00", start.Environment["STAPFARM_Farm__Sandbox__CpuTime"]);
        Assert.Equal("http://127.0.0.1:5", start.Environment["STAPFARM_Farm__Worker__Farm"]);
        Assert.Equal("true", start.Environment["STAPFARM_Farm__Worker__EndsWithParent"]);
        Assert.False(start.Environment.ContainsKey("STAPFARM_Farm__Roles__0"));
        Assert.False(start.Environment.ContainsKey("STAPFARM_Other__Secret"));
        Assert.True(start.RedirectStandardInput);
    }

    private ChildSupervisor Supervisor(IChildLauncher launcher) => new(
        Options.Create(new WorkerOptions { StableAfter = TimeSpan.FromDays(1) }),
        launcher,
        new ChildLog(_loggers),
        _time,
        _loggers.CreateLogger<ChildSupervisor>());

    /// <summary>Returns when it was logged; until then time goes by in these steps.</summary>
    private async Task SaidAsync(string text, TimeSpan step = default)
    {
        var patience = Stopwatch.StartNew();
        while (!_log.Lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), $"Never said: {text}\n{string.Join('\n', _log.Lines)}");
            _time.Advance(step);
            await Task.Yield();
        }
    }

    private sealed class At(string address) : IFarmAddress
    {
        public string Address => address;
    }

    private sealed class ShellLauncher(string script) : IChildLauncher
    {
        public int Starts { get; private set; }

        public ProcessStartInfo Describe()
        {
            Starts++;
            return new("/bin/sh")
            {
                ArgumentList = { "-c", script },
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
        }
    }
}
