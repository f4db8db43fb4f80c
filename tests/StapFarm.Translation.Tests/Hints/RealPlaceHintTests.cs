using StapFarm.Translation.Tests.Real;
using Xunit;

namespace StapFarm.Translation.Tests.Hints;

/// <summary>Scripts that real staps refuse for a probe point that a real kernel lacks: the hint, and what it tells to write compiles.</summary>
[Trait("lane", "real")]
public sealed class RealPlaceHintTests(RealPairs lab) : IClassFixture<RealPairs>
{
    private static readonly (string Stap, string Kernel) Old = RealPairs.Pairs[0];
    private static readonly (string Stap, string Kernel) New = RealPairs.Pairs[1];

    [Fact]
    public async Task A_mistyped_function_is_named_and_builds()
    {
        var failure = await lab.FailureAsync(Old, "probe kernel.function(\"ip_rvc\").return { println(1) }");
        Assert.StartsWith("This kernel has no function ip_rvc. The nearest that can be probed: kernel.function(\"ip_rcv\").return", failure.Advice);
        await lab.DemandCompilesAsync(Old, Probe(RealPairs.Suggested(failure)[0]));
    }

    [Fact]
    public async Task A_function_that_the_compiler_inlined_is_said_to_be_and_the_one_around_which_it_is_builds()
    {
        var failure = await lab.FailureAsync(New, "probe kernel.function(\"dev_queue_xmit\").return { println(1) }");
        Assert.Contains("has inlined dev_queue_xmit everywhere in this kernel, so it has no return of its own", failure.Advice);
        Assert.Equal(["kernel.function(\"dev_queue_xmit\").inline", "kernel.function(\"__dev_queue_xmit\").return"], RealPairs.Suggested(failure));
        await lab.DemandCompilesAsync(New, Probe([.. RealPairs.Suggested(failure)]));
    }

    [Fact]
    public async Task A_function_that_is_gone_is_followed_to_its_successor_in_its_module()
    {
        var failure = await lab.FailureAsync(Old, "probe kernel.function(\"br_deliver\") { println(1) }");
        Assert.EndsWith("br_deliver was merged into br_forward. Write module(\"bridge\").function(\"br_forward\").", failure.Advice);
        await lab.DemandCompilesAsync(Old, Probe(RealPairs.Suggested(failure)[0]));
    }

    [Fact]
    public async Task A_function_of_a_module_is_found_there()
    {
        var failure = await lab.FailureAsync(New, "probe kernel.function(\"br_handle_frame\").call { println(1) }");
        Assert.Equal(["module(\"bridge\").function(\"br_handle_frame\").call"], RealPairs.Suggested(failure));
        await lab.DemandCompilesAsync(New, Probe(RealPairs.Suggested(failure)[0]));
    }

    [Fact]
    public async Task A_compilers_suffix_a_wrong_file_and_a_function_that_is_not_inlined_are_set_right()
    {
        var suffixed = await lab.FailureAsync(New, "probe kernel.function(\"ip_rcv_core.isra.0\") { println(1) }");
        Assert.Contains("a name that the compiler made up", suffixed.Advice);
        var misplaced = await lab.FailureAsync(New, "probe kernel.function(\"ip_rcv@net/ipv4/tcp_ipv4.c\") { println(1) }");
        Assert.Contains("but in net/ipv4/ip_input.c", misplaced.Advice);
        var whole = await lab.FailureAsync(New, "probe kernel.function(\"tcp_v4_do_rcv\").inline { println(1) }");
        Assert.Contains("hasn't inlined tcp_v4_do_rcv", whole.Advice);
        await lab.DemandCompilesAsync(New, Probe([.. new[] { suffixed, misplaced, whole }.Select(failure => RealPairs.Suggested(failure)[0])]));
    }

    [Fact]
    public async Task Lines_that_can_be_probed_are_listed_and_the_nearest_builds()
    {
        var failure = await lab.FailureAsync(Old, "probe kernel.statement(\"ip_rcv@net/ipv4/ip_input.c:460\") { println(1) }");
        Assert.Contains("Lines that can be probed: 562, 563, 566, 567, 569, 572.", failure.Advice);
        Assert.Equal("kernel.statement(\"ip_rcv@net/ipv4/ip_input.c:562\")", RealPairs.Suggested(failure)[^1]);
        await lab.DemandCompilesAsync(Old, Probe(RealPairs.Suggested(failure)[^1]));
    }

    [Fact]
    public async Task A_line_of_another_function_is_said_to_be_that_ones()
    {
        var failure = await lab.FailureAsync(New, "probe kernel.statement(\"ip_rcv@net/ipv4/ip_input.c:458\") { println(1) }");
        Assert.Contains("Line 458 belongs to ip_rcv_core: kernel.statement(\"ip_rcv_core@net/ipv4/ip_input.c:458\").", failure.Advice);
        await lab.DemandCompilesAsync(New, Probe(RealPairs.Suggested(failure)[0]));
    }

    private static string Probe(params IEnumerable<string> points) => string.Join('\n', points.Select(point => $"probe {point} {{ println(1) }}"));
}
