using StapFarm.Testing;
using StapFarm.Translation.Tests.Real;
using Xunit;

namespace StapFarm.Translation.Tests.Hints;

/// <summary>Scripts that real staps refuse for what is in a handler, for modules and for the toolchain: the hint, and what it tells to write compiles.</summary>
[Trait("lane", "real")]
public sealed class RealMeaningHintTests(RealPairs lab) : IClassFixture<RealPairs>
{
    private static readonly (string Stap, string Kernel) Old = RealPairs.Pairs[0];
    private static readonly (string Stap, string Kernel) New = RealPairs.Pairs[1];

    [Fact]
    public async Task Variables_in_scope_are_listed_with_their_types_and_the_member_of_that_name_builds()
    {
        var failure = await lab.FailureAsync(Old, "probe kernel.function(\"ip_rcv_core\") { println($dev) }");
        Assert.Contains("It has at its start: $skb (struct sk_buff*), $net (struct net*). Perhaps $skb->dev is meant.", failure.Advice);
        await lab.DemandCompilesAsync(Old, "probe kernel.function(\"ip_rcv_core\") { println($skb->dev) }");
    }

    [Fact]
    public async Task A_variable_without_a_value_yet_is_found_on_a_later_line()
    {
        var failure = await lab.FailureAsync(New, "probe kernel.function(\"tcp_v4_rcv\") { println($th->dest) }");
        Assert.Contains("$th can be read at kernel.statement(\"tcp_v4_rcv@net/ipv4/tcp_ipv4.c:", failure.Advice);
        await lab.DemandCompilesAsync(New, $"probe {RealPairs.Suggested(failure)[^1]} {{ println($th->dest) }}");
    }

    [Fact]
    public async Task A_name_without_its_dollar_is_given_one()
    {
        var failure = await lab.FailureAsync(New, "probe begin { println(1) }\nprobe kernel.function(\"ip_rcv\") { println(skb) }");
        Assert.Contains("write $skb. kernel.function(\"ip_rcv\") has: $skb (struct sk_buff*)", failure.Advice);
        await lab.DemandCompilesAsync(New, "probe kernel.function(\"ip_rcv\") { println($skb) }");
    }

    [Fact]
    public async Task A_name_without_its_dollar_that_builds_all_the_same_is_said_after_staps_warning()
    {
        var warnings = await lab.WarningsAsync(Old, "probe kernel.function(\"ip_rcv\") { if (!skb) println(1) }");
        Assert.Matches("(?s)^WARNING: never-assigned local variable 'skb'.*HINT: skb is taken for a variable of the script, .* write \\$skb\\.", warnings);
    }

    [Fact]
    public async Task A_constant_and_C_code_build_with_the_option_that_is_named()
    {
        foreach (var script in (string[])["probe begin { println(@const(\"PAGE_SIZE\")) }", "function f:long() %{ STAP_RETVALUE = 1; %} probe begin { println(f()) }"])
        {
            Assert.Contains("Add -g", (await lab.FailureAsync(Old, script)).Advice);
        }

        await lab.DemandCompilesAsync(Old, "function f:long() %{ STAP_RETVALUE = 1; %} probe begin { println(f() + @const(\"PAGE_SIZE\")) }", "-g");
    }

    [Fact]
    public async Task Arguments_of_old_C_code_are_given_their_names_of_today()
    {
        var failure = await lab.FailureAsync(New, "function f:long(x:long) %{ THIS->__retvalue = THIS->x; %} probe begin { println(f(1)) }", "-g");
        Assert.Contains("STAP_ARG_x for THIS->x, and STAP_RETVALUE for THIS->__retvalue", failure.Advice);
        await lab.DemandCompilesAsync(New, "function f:long(x:long) %{ STAP_RETVALUE = STAP_ARG_x; %} probe begin { println(f(1)) }", "-g");
    }

    [Fact]
    public async Task A_cast_outside_of_a_kernel_function_is_told_where_the_type_is()
    {
        var failure = await lab.FailureAsync(Old, "function f(p) { return @cast(p, \"struct sk_buff\")->len } probe begin { println(f(1)) }");
        Assert.EndsWith("Write @cast(..., \"struct sk_buff\", \"kernel\").", failure.Advice);
        await lab.DemandCompilesAsync(Old, "function f(p) { return @cast(p, \"struct sk_buff\", \"kernel\")->len } probe begin { println(f(1)) }");
    }

    [Fact]
    public async Task A_module_that_is_built_in_or_mistyped_is_set_right()
    {
        var builtIn = await lab.FailureAsync(New, "probe module(\"ext4\").function(\"ext4_file_open\") { println(1) }");
        Assert.Contains("ext4 is no module in the kernel", builtIn.Advice);
        var mistyped = await lab.FailureAsync(New, "probe module(\"brige\").function(\"br_handle_frame\") { println(1) }");
        Assert.Contains($"The kernel {SharedFarm.Kernel612} has no module brige. The nearest it has: bridge", mistyped.Advice);
        await lab.DemandCompilesAsync(New, Probe(RealPairs.Suggested(builtIn)[0], "module(\"bridge\").function(\"br_handle_frame\")"));
    }

    [Fact]
    public async Task A_toolchain_that_finds_no_tracepoints_or_whose_tapset_is_broken_is_named_and_another_one_builds()
    {
        var pair = (Old.Stap, New.Kernel);
        const string Trace = "probe kernel.trace(\"sched_switch\") { println(1) }";
        const string Block = "probe ioblock.end { println(devname) }";
        Assert.Contains("finds no tracepoints at all", (await lab.FailureAsync(pair, Trace)).Advice);
        var failure = await lab.FailureAsync(pair, Block);
        Assert.Contains("The mistake isn't in the script but in a tapset of stap-5.1 (stap 5.1), linux/", failure.Advice);
        await lab.DemandCompilesAsync(New, Trace + Block);
    }

    private static string Probe(params IEnumerable<string> points) => string.Join('\n', points.Select(point => $"probe {point} {{ println(1) }}"));
}
