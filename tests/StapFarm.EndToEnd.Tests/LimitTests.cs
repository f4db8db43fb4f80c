using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests;

/// <summary>A build past a limit ends with the limit's name and its setting; nobody else notices, and nothing is remembered.</summary>
[Trait("lane", "real")]
public sealed class LimitTests
{
    /// <summary>One that the prepared farm, whose store is copied, doesn't have.</summary>
    private const string Plain = "probe begin { println(\"within all limits\") exit() }";

    /// <summary>The compiler keeps each of the eight million numbers.</summary>
    private const string Hungry = """
        %{
        #define A 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16
        #define B A,A,A,A,A,A,A,A,A,A,A,A,A,A,A,A
        #define C B,B,B,B,B,B,B,B,B,B,B,B,B,B,B,B
        #define D C,C,C,C,C,C,C,C,C,C,C,C,C,C,C,C
        #define E D,D,D,D,D,D,D,D,D,D,D,D,D,D,D,D
        static volatile int numbers[] = { E,E,E,E,E,E,E,E };
        %}
        function one:long() %{ STAP_RETURN(numbers[5]); %}
        probe begin { println(one()) exit() }
        """;

    private const string Long = """
        %{
        static volatile char big[16 << 20] = { 1 };
        %}
        function one:long() %{ STAP_RETURN(big[0]); %}
        probe begin { println(one()) exit() }
        """;

    [Fact]
    public async Task Memory_of_a_whole_build_and_the_size_of_a_file_are_limited()
    {
        using var farm = await RealFarm.StartAsync("--Farm:Sandbox:MemoryBytes=419430400", "--Farm:Sandbox:FileBytes=4194304");

        await ExceedsAsync(farm, "400 MiB of memory", "MemoryBytes", "-g", "-e", Hungry);
        await ExceedsAsync(farm, "4 MiB for one file", "FileBytes", "-g", "-e", Long);

        var plain = await BuildAsync(farm, "-e", Plain);
        Assert.True(plain.ExitCode == 0, plain.ToString());
    }

    [Fact]
    public async Task Processor_time_and_processes_are_limited()
    {
        using var farm = await RealFarm.StartAsync("--Farm:Sandbox:CpuTime=00:00:03", "--Farm:Sandbox:Processes=6");

        // Resolving every system call takes stap, one process, some twenty seconds.
        await ExceedsAsync(farm, "3 s of CPU time", "CpuTime", "-e", "probe syscall.* { println(name) }");
        // stap, two makes and a shell, the compiler and its driver, in bubblewrap: eight at least.
        await ExceedsAsync(farm, "6 processes", "Processes", "-e", Plain);
    }

    [Fact]
    public async Task The_time_from_start_to_end_is_limited()
    {
        using var farm = await RealFarm.StartAsync("--Farm:Sandbox:WallTime=00:00:01");

        await ExceedsAsync(farm, "1 s from start to end", "WallTime", "-e", "probe kernel.function(\"tcp_v4_rcv\") { print_backtrace() }");
    }

    private static async Task ExceedsAsync(RealFarm farm, string limit, string setting, params string[] script)
    {
        var before = Translations(farm);

        var first = await BuildAsync(farm, script);
        var second = await BuildAsync(farm, script);

        Assert.Equal((1, 1), (first.ExitCode, second.ExitCode));
        Assert.Contains($"used more than {limit}", first.Stderr, StringComparison.Ordinal);
        Assert.Contains($"raise Farm:Sandbox:{setting}", first.Stderr, StringComparison.Ordinal);
        Assert.Contains($"used more than {limit}", second.Stderr, StringComparison.Ordinal);
        Assert.Equal(before + 2, Translations(farm));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(farm.DataRoot, "scratch", "builds")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(farm.DataRoot, "incoming")));
        Assert.Empty(Directory.EnumerateFiles(farm.DataRoot, "*.ko"));
    }

    private static Task<ProgramResult> BuildAsync(RealFarm farm, params string[] script) =>
        farm.CliAsync(["build", .. script, "--kernel", SharedFarm.Kernel61, "--toolchain", "debian:trixie"]);

    private static int Translations(RealFarm farm) =>
        farm.Log.Split("Begins: translation", StringSplitOptions.None).Length - 1;
}
