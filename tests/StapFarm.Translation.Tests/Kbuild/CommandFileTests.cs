using StapFarm.Translation.Kbuild;
using Xunit;

namespace StapFarm.Translation.Tests.Kbuild;

public sealed class CommandFileTests
{
    [Theory]
    [InlineData("cmd_/tmp/stap/a.ko := ld -r -o a.ko a.o;  true\n")]
    [InlineData("savedcmd_/tmp/stap/a.ko := ld -r -o a.ko a.o;  true\n")]
    public void A_command_and_what_it_makes_are_read_as_older_and_newer_kernels_write_them(string text) =>
        Assert.Equal(new CommandFile("/tmp/stap/a.ko", "ld -r -o a.ko a.o;  true", null), CommandFile.Parse(text));

    [Fact]
    public void An_object_has_the_name_of_its_source() =>
        Assert.Equal(
            new CommandFile("/tmp/stap/a.o", "gcc -c a.c", "/tmp/stap/a.c"),
            CommandFile.Parse("cmd_/tmp/stap/a.o := gcc -c a.c\n\nsource_/tmp/stap/a.o := /tmp/stap/a.c\n\ndeps_/tmp/stap/a.o := \\\n  /usr/include/b.h \\\n"));

    [Fact]
    public void What_is_escaped_for_make_is_as_the_shell_gets_it() =>
        Assert.Equal("awk '{ print $0 }' #x", CommandFile.Parse("cmd_a := awk '{ print $$0 }' $(pound)x\n")!.Command);

    [Theory]
    [InlineData("")]
    [InlineData("source_a.o := a.c\n")]
    [InlineData("cmd_a := $(CC) -c a.c\n")]
    [InlineData("cmd_a := one line \\\n  and another\n")]
    public void What_only_make_could_read_is_not_taken(string text) => Assert.Null(CommandFile.Parse(text));
}
