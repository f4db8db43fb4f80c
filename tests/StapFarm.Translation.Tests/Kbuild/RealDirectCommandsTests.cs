using StapFarm.Model.Builds;
using StapFarm.Translation.Tests.Real;
using Xunit;

namespace StapFarm.Translation.Tests.Kbuild;

/// <summary>Real modules, by kbuild and by the commands that kbuild gave for another module.</summary>
[Trait("lane", "real")]
public sealed class RealDirectCommandsTests(RealPairs pairs) : IClassFixture<RealPairs>
{
    public static TheoryData<int, string> Scripts { get; } = new()
    {
        { 0, "probe kernel.function(\"ip_output\") { println(execname()) }" },
        { 0, "probe kernel.function(\"ip_output\") { print_backtrace() }" },
        { 0, "probe kernel.trace(\"sched_switch\") { println(execname()) }" },
        { 0, "probe syscall.openat, syscall.read.return { println(name) }" },
        { 1, "probe kernel.function(\"ip_output\") { println(execname()) }" },
        { 1, "probe kernel.trace(\"sched_switch\") { println(execname()) }" },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_module_is_the_same_to_the_byte(int pair, string script) => await DemandSameAsync(pair, script);

    [Fact]
    public async Task So_is_one_with_C_of_its_own() =>
        await DemandSameAsync(0, "function f() %{ _stp_printf(\"%d\\n\", current->pid); %} probe begin { f() exit() }", new StapOption("-g"));

    [Fact]
    public async Task So_is_one_with_a_version_whose_checksum_modpost_takes_over_all_sources() =>
        await DemandSameAsync(0, "probe begin { exit() }", new StapOption("--modinfo", "version=1.0"u8.ToArray()));

    [Fact]
    public async Task A_name_of_the_users_is_as_good_as_one_of_ours() =>
        await DemandSameAsync(0, "probe begin { exit() }", new StapOption("-m", "mine"u8.ToArray()));

    [Fact]
    public async Task What_the_Makefile_has_more_is_left_to_kbuild()
    {
        var (_, direct) = await pairs.ModuleAsync(RealPairs.Pairs[0], byKbuild: false, "probe begin { exit() }", new StapOption("-D", "MAXACTION=2000"u8.ToArray()));
        Assert.False(direct);
    }

    [Fact]
    public async Task A_symbol_exported_by_embedded_C_is_left_to_kbuild()
    {
        const string Script = "%{ int stapfarm_exported; EXPORT_SYMBOL(stapfarm_exported); %} probe begin { exit() }";
        var (_, direct) = await pairs.ModuleAsync(RealPairs.Pairs[0], byKbuild: false, Script, new StapOption("-g"));
        Assert.False(direct);
    }

    [Fact]
    public async Task What_fails_fails_in_kbuilds_words()
    {
        var failure = await pairs.FailureAsync(RealPairs.Pairs[0], "function f() %{ this is not C; %} probe begin { f() }", "-g");
        Assert.Contains("make", System.Text.Encoding.UTF8.GetString(failure.ToolMessages.Span));
    }

    private async Task DemandSameAsync(int pair, string script, params StapOption[] options)
    {
        var (direct, isDirect) = await pairs.ModuleAsync(RealPairs.Pairs[pair], byKbuild: false, script, options);
        var (byKbuild, isDirectToo) = await pairs.ModuleAsync(RealPairs.Pairs[pair], byKbuild: true, script, options);
        Assert.Equal((true, false), (isDirect, isDirectToo));
        Assert.Equal(byKbuild, direct);
    }
}
