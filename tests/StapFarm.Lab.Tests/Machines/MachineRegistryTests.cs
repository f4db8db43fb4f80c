using StapFarm.Lab.Machines;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Lab.Tests.Machines;

public sealed class MachineRegistryTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Numbers_are_taken_from_one_and_freed_by_removal()
    {
        var registry = new MachineRegistry(_scratch.Path);

        Assert.Equal([1, 2], new[] { registry.Claim().Number, registry.Claim().Number });
        registry.Remove(1);

        Assert.Equal(1, registry.Claim().Number);
    }

    [Fact]
    public async Task Claims_made_at_once_get_different_numbers()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => new MachineRegistry(_scratch.Path).Claim().Number)));

        Assert.Equal(Enumerable.Range(1, 20), claims.Order());
    }

    [Fact]
    public void A_machine_that_did_not_get_ready_is_not_listed()
    {
        var registry = new MachineRegistry(_scratch.Path);
        registry.Claim();

        Assert.Empty(registry.Machines());
        Assert.Equal([1], registry.Numbers());
    }

    [Fact]
    public void A_description_of_an_unknown_version_is_refused_with_its_version()
    {
        var registry = new MachineRegistry(_scratch.Path);
        File.WriteAllText(registry.Claim().Folder.Description, """{"Version":99,"Number":1,"Name":"a","Kernel":"k","ProcessId":1,"ExecChannels":1}""");

        var failure = Assert.Throws<LabException>(registry.Machines);

        Assert.Contains("version 99", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_process_with_the_machines_old_process_id_is_not_taken_for_it()
    {
        var registry = new MachineRegistry(_scratch.Path);
        var folder = registry.Claim().Folder;
        File.WriteAllText(folder.ProcessIdFile, $"{Environment.ProcessId}\n");

        Assert.False(MachineProcess.IsAlive(folder, Environment.ProcessId));
        registry.Remove(1);
    }

    [Fact]
    public async Task A_client_that_still_takes_locks_there_does_not_keep_a_machine_from_being_removed()
    {
        var registry = new MachineRegistry(_scratch.Path);
        var (number, folder) = registry.Claim();
        var taking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = Task.Run(() =>
        {
            for (var i = 0; Directory.Exists(folder.Path); i++)
            {
                try
                {
                    File.Create(Path.Combine(folder.Path, $"{i}.lock")).Dispose();
                    taking.TrySetResult();
                }
                catch (DirectoryNotFoundException)
                {
                }
            }
        });
        await taking.Task;

        registry.Remove(number);

        await client;
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch.Path));
    }
}
