using System.Text;
using StapFarm.Kernels.Elf;
using StapFarm.Kernels.Programs;
using StapFarm.Kernels.Tests.Making;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Elf;

public sealed class SymbolMapTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_what_nm_lists_but_for_what_the_kernel_leaves_out()
    {
        var (source, program) = (_folder.File("x.c"), _folder.File("x.o"));
        await File.WriteAllTextAsync(source, """
            extern int elsewhere; int global = 1; static int local = 2; int zero; const int constant = 3;
            static const char text[] = "text"; static int __attribute__((used)) unused;
            int seen(void) { return elsewhere + local + text[global & 3] + zero; }
            static int __attribute__((noinline, used)) hidden(int i) { return i; }
            int __attribute__((weak)) weak(void) { return hidden(constant); }
            int __attribute__((weak)) weaker = 4;
            int __crc_seen = 4;
            """);
        Assert.Equal(0, (await ProgramResult.RunAsync("gcc", ["-O0", "-g", "-c", "-o", program, source], null, CancellationToken.None)).ExitCode);
        var nm = await ProgramResult.RunAsync("nm", ["-n", program], null, CancellationToken.None);

        using var file = ElfFile.Open(program);
        var lines = Encoding.ASCII.GetString(SymbolMap.Of(file)!).TrimEnd('\n').Split('\n');

        Assert.Equal(
            nm.Output.TrimEnd('\n').Split('\n').Where(line => !line.Contains(" U ", StringComparison.Ordinal) && !line.EndsWith("__crc_seen", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            lines.Order(StringComparer.Ordinal));
        Assert.Contains(lines, line => line.EndsWith(" t hidden", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_without_symbols_has_none()
    {
        File.WriteAllBytes(_folder.File("x"), new ElfBuilder().Section(".text", [1]).Build());

        using var file = ElfFile.Open(_folder.File("x"));

        Assert.Null(SymbolMap.Of(file));
    }
}
