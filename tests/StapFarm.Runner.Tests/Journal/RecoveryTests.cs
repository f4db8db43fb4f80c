using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Runner.Journal;
using StapFarm.Runner.Native;
using StapFarm.Runner.Processes;
using StapFarm.Runner.Sessions;
using StapFarm.Runner.Tests.Fakes;
using StapFarm.Testing;

namespace StapFarm.Runner.Tests.Journal;

public sealed class RecoveryTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly FakeModules _modules = new();
    private readonly Processes _processes = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_living_stapio_is_interrupted_and_ends_in_order()
    {
        Left("s1", "demo", pid: 77, start: 1000);
        _modules.Load("demo");
        _processes.Alive[77] = 1000;
        _processes.DiesOf = Signals.Interrupt;

        var lost = Assert.Single(await RecoverAsync());

        Assert.Equal("s1", lost.Id);
        Assert.Equal([(77, Signals.Interrupt, true)], _processes.Sent);
        Assert.Equal(["demo"], _modules.Removed);
        Assert.Empty(Directory.EnumerateDirectories(_scratch.Path));
    }

    [Fact]
    public async Task One_that_does_not_end_is_killed_and_its_module_unloaded()
    {
        Left("s1", "demo", pid: 77, start: 1000);
        _modules.Load("demo");
        _processes.Alive[77] = 1000;
        _processes.DiesOf = Signals.Kill;

        await RecoverAsync();

        Assert.Equal([(77, Signals.Interrupt, true), (77, Signals.Kill, true)], _processes.Sent);
        Assert.Equal(["demo"], _modules.Removed);
    }

    [Fact]
    public async Task A_pid_that_is_another_process_by_now_is_left_alone()
    {
        Left("s1", "demo", pid: 77, start: 1000);
        _modules.Load("demo");
        _processes.Alive[77] = 2000;

        await RecoverAsync();

        Assert.Empty(_processes.Sent);
        Assert.Equal(["demo"], _modules.Removed);
    }

    [Fact]
    public async Task A_renamed_module_is_found_by_its_process()
    {
        Left("s1", "stap_longer", pid: 77, start: 1000, renamed: true);
        _modules.Load("stap_longer");
        _modules.Load("stap_lon_77");
        _modules.Load("stap_lon_78");
        _modules.Load("abcd_lon_77");

        await RecoverAsync();

        Assert.Equal(["stap_lon_77"], _modules.Removed);
    }

    [Fact]
    public async Task After_a_reboot_there_is_nothing_to_end()
    {
        Left("s1", "demo", pid: 77, start: 1000, boot: "boot-0");
        _modules.Load("demo");
        _processes.Alive[77] = 1000;

        var lost = Assert.Single(await RecoverAsync());

        Assert.Contains("restarted", lost.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(_processes.Sent);
        Assert.Empty(_modules.Removed);
    }

    [Fact]
    public async Task A_module_that_stays_keeps_its_journal_and_its_reason_is_reported()
    {
        Left("s1", "demo", pid: 77, start: 1000);
        _modules.Load("demo", stays: "Device or resource busy");

        var lost = Assert.Single(await RecoverAsync());

        Assert.Contains("Device or resource busy", lost.Failure.Message, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateDirectories(_scratch.Path));
    }

    [Fact]
    public async Task A_journal_of_another_version_is_refused_with_its_number()
    {
        Left("s1", "demo", pid: 77, start: 1000, version: 9);

        Assert.Contains("version 9", Assert.Single(await RecoverAsync()).Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_journal_has_nothing_to_end()
    {
        SessionFolder.Create(_scratch.Path, "s1");

        Assert.Empty(await RecoverAsync());
        Assert.Empty(Directory.EnumerateDirectories(_scratch.Path));
    }

    public void Dispose() => _scratch.Dispose();

    private void Left(string id, string module, int pid, long start, bool renamed = false, string boot = "boot-1", int version = 1)
    {
        var folder = SessionFolder.Create(_scratch.Path, id);
        new JournalEntry(version, id, module, renamed, boot, DateTimeOffset.UnixEpoch).Save(folder.Journal);
        File.WriteAllText(folder.PidFile, $"{pid} {start}\n");
    }

    private async Task<IReadOnlyList<LostSession>> RecoverAsync()
    {
        var remover = new ModuleRemover(_modules, _time, NullLogger<ModuleRemover>.Instance);
        var recovery = new Recovery(_scratch.Path, _processes, _modules, remover, new FakeKernel(), _time, NullLogger<Recovery>.Instance);
        var recovering = recovery.RunAsync();
        while (!recovering.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await recovering;
    }

    private sealed class Processes : IProcessTable
    {
        public Dictionary<int, long> Alive { get; } = [];

        public int DiesOf { get; set; }

        public List<(int Pid, int Signal, bool Group)> Sent { get; } = [];

        public long? StartTime(int pid) => Alive.TryGetValue(pid, out var start) ? start : null;

        public void Signal(int pid, int signal, bool group)
        {
            Sent.Add((pid, signal, group));
            if (signal == DiesOf)
            {
                Alive.Remove(pid);
            }
        }
    }
}
