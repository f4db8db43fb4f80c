using StapFarm.Testing;
using StapFarm.Translation.Kbuild;
using Xunit;

namespace StapFarm.Translation.Tests.Kbuild;

public sealed class RecordedCommandsTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public RecordedCommandsTests()
    {
        foreach (var name in (string[])["trial_src", "trial_aux_0", "stap_symbols"])
        {
            Note($"{name}.o", $"gcc -DNAME='\"{name}\"' -DMODULE_NAME=kmod_trial -o /tmp/stap/{name}.o /tmp/stap/{name}.c", $"/tmp/stap/{name}.c");
        }

        Note("trial.mod", @"printf '%s\n'   trial_src.o trial_aux_0.o stap_symbols.o | awk '{ print $$0 }' > /tmp/stap/trial.mod");
        Note("trial.o", "ld -r -o /tmp/stap/trial.o @/tmp/stap/trial.mod");
        Note("modules.order", "{ echo /tmp/stap/trial.o; } > /tmp/stap/modules.order");
        Note("Module.symvers", "scripts/mod/modpost -m -o /tmp/stap/Module.symvers");
        Note("trial.mod.o", "gcc -o /tmp/stap/trial.mod.o /tmp/stap/trial.mod.c", "/tmp/stap/trial.mod.c");
        Note("trial.ko", "ld -r -o /tmp/stap/trial.ko /tmp/stap/trial.o /tmp/stap/trial.mod.o");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Commands_are_kept_in_kbuilds_order_for_any_name_and_objects() => Assert.Equal(
        [
            "object gcc -DNAME='\"@OBJECT@\"' -DMODULE_NAME=kmod_@NAME@ -o /tmp/stap/@OBJECT@.o /tmp/stap/@OBJECT@.c"
                + "; scripts/basic/fixdep /tmp/stap/.@OBJECT@.o.d /tmp/stap/@OBJECT@.o '' > /tmp/stap/.@OBJECT@.o.cmd",
            @"then printf '%s\n'   @OBJECTS@ | awk '{ print $0 }' > /tmp/stap/@NAME@.mod",
            "then ld -r -o /tmp/stap/@NAME@.o @/tmp/stap/@NAME@.mod",
            "then { echo /tmp/stap/@NAME@.o; } > /tmp/stap/modules.order",
            "then scripts/mod/modpost -m -o /tmp/stap/Module.symvers",
            "then gcc -o /tmp/stap/@NAME@.mod.o /tmp/stap/@NAME@.mod.c",
            "then ld -r -o /tmp/stap/@NAME@.ko /tmp/stap/@NAME@.o /tmp/stap/@NAME@.mod.o",
        ],
        Read()!.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void An_object_of_the_kernels_own_source_is_made_for_every_module()
    {
        Note(".module-common.o", "gcc -o /tmp/stap/.module-common.o scripts/module-common.c", "/usr/src/linux/scripts/module-common.c");
        Assert.Contains("alone gcc -o /tmp/stap/.module-common.o scripts/module-common.c\n", Read());
    }

    [Fact]
    public void Nothing_is_taken_when_objects_are_compiled_in_different_ways()
    {
        Note("trial_aux_0.o", "gcc -O0 -o /tmp/stap/trial_aux_0.o /tmp/stap/trial_aux_0.c", "/tmp/stap/trial_aux_0.c");
        Assert.Null(Read());
    }

    [Fact]
    public void Nothing_is_taken_when_a_step_left_no_note()
    {
        File.Delete(_scratch.File(".Module.symvers.cmd"));
        Assert.Null(Read());
    }

    [Fact]
    public void Nothing_is_taken_when_there_is_a_step_that_is_not_known()
    {
        Note("trial.ko.btf", "pahole -o /tmp/stap/trial.ko.btf");
        Assert.Null(Read());
    }

    [Fact]
    public void Nothing_is_taken_when_objects_are_named_in_another_way_than_as_the_list()
    {
        Note("trial.o", "ld -r -o /tmp/stap/trial.o /tmp/stap/trial_src.o /tmp/stap/trial_aux_0.o /tmp/stap/stap_symbols.o");
        Assert.Null(Read());
    }

    private string? Read() => RecordedCommands.Read(_scratch.Path, "trial", "/tmp/stap");

    private void Note(string target, string command, string? source = null) => File.WriteAllText(
        _scratch.File($".{target}.cmd"),
        $"cmd_/tmp/stap/{target} := {command}\n" + (source is null ? "" : $"\nsource_/tmp/stap/{target} := {source}\n"));
}
