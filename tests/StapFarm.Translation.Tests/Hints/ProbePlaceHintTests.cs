using StapFarm.Translation.Hints.Causes;
using Xunit;

namespace StapFarm.Translation.Tests.Hints;

/// <summary>Hints about a probe point that can't be resolved.</summary>
public sealed class ProbePlaceHintTests
{
    [Theory]
    [InlineData("probe kernel.function(\"ip_rvc\").return { }")]
    [InlineData("probe kernel.function(@1).return { }")]
    public async Task The_nearest_names_that_stap_confirms_are_told_with_the_scripts_own_suffix(string script)
    {
        using var room = new HintRoom { Stap = Listing("kernel.function(\"ip_rcv\").return", "kernel.function(\"ip_rcv@net/ipv4/ip_input.c:560\").return?") };
        var hint = await room.AskAsync(new MissingFunctionHint(), script, HintRoom.Unresolved(script, "no match (similar functions: ip_rcv, io_recv, ip_hdr, arp_rcv, cr)"), "ip_rvc");
        Assert.Equal("This kernel has no function ip_rvc. The nearest that can be probed: kernel.function(\"ip_rcv\").return.", hint);
        Assert.Single(room.Stap.Asked);
    }

    [Fact]
    public async Task A_name_that_stap_does_not_confirm_is_never_told()
    {
        using var room = new HintRoom();
        const string Script = "probe kernel.function(\"ip_rvc\") { }";
        Assert.Null(await room.AskAsync(new MissingFunctionHint(), Script, HintRoom.Unresolved(Script, "no match (similar functions: ip_rcv, io_recv)")));
    }

    [Fact]
    public async Task A_return_of_an_inlined_function_names_its_inlined_copies_and_its_successor()
    {
        const string Script = "probe kernel.function(\"dev_queue_xmit\").return { }";
        using var room = new HintRoom
        {
            Stap = new()
            {
                Answers =
                {
                    ["kernel.function(\"dev_queue_xmit\")"] = ["kernel.function(\"dev_queue_xmit@include/linux/netdevice.h:3150\")?"],
                    ["kernel.function(\"dev_queue_xmit\").inline"] = ["kernel.function(\"dev_queue_xmit@include/linux/netdevice.h:3150\").inline?"],
                    ["kernel.function(\"__dev_queue_xmit\")"] = ["kernel.function(\"__dev_queue_xmit@net/core/dev.c:4494\")?"],
                },
            },
        };
        var hint = await room.AskAsync(new MissingFunctionHint(), Script, "WARNING: cannot probe .return of 1 inlined functions  dev_queue_xmit\n" + HintRoom.Unresolved(Script, "no match (similar functions: dev_queue_xmit, __dev_queue_xmit)"));
        Assert.Equal(
            "The compiler has inlined dev_queue_xmit everywhere in this kernel, so it has no return of its own. Its inlined copies can be probed where they begin: kernel.function(\"dev_queue_xmit\").inline. "
            + "dev_queue_xmit has become a small inline function around __dev_queue_xmit: write kernel.function(\"__dev_queue_xmit\").return.",
            hint);
    }

    [Theory]
    [InlineData("br_deliver", "br_forward", "This kernel has no function br_deliver: br_deliver was merged into br_forward. Write module(\"bridge\").function(\"br_forward\").")]
    [InlineData("br_handle_frame", "br_handle_frame", "br_handle_frame isn't part of vmlinux in this kernel but of the module bridge. Write module(\"bridge\").function(\"br_handle_frame\").")]
    public async Task What_is_in_a_module_is_found_there(string wanted, string found, string expected)
    {
        var script = $"probe kernel.function(\"{wanted}\") {{ }}";
        using var room = new HintRoom { Stap = Listing($"module(\"bridge\").function(\"{found}\")", $"module(\"bridge\").function(\"{found}@net/bridge/x.c:144\")?") };
        Assert.Equal(expected, await room.AskAsync(new MissingFunctionHint(), script, HintRoom.Unresolved(script, "no match (similar functions: d_delete, del_timer)")));
    }

    [Theory]
    [InlineData("ip_rcv_core.isra.0", "", "ip_rcv_core.isra.0 is a name that the compiler made up; it changes with every kernel. Write the name of the source: kernel.function(\"ip_rcv_core\").")]
    [InlineData("ip_rcv_core@net/ipv4/nope.c", "", "ip_rcv_core isn't in net/ipv4/nope.c in this kernel but in net/ipv4/ip_input.c. Write kernel.function(\"ip_rcv_core@net/ipv4/ip_input.c\").")]
    [InlineData("ip_rcv_core", ".inline", "The compiler hasn't inlined ip_rcv_core in this kernel. Leave .inline away: kernel.function(\"ip_rcv_core\").")]
    public async Task A_compilers_suffix_a_wrong_file_and_a_needless_inline_are_set_right(string spec, string suffix, string expected)
    {
        var script = $"probe kernel.function(\"{spec}\"){suffix} {{ }}";
        using var room = new HintRoom { Stap = Listing("kernel.function(\"ip_rcv_core\")", "kernel.function(\"ip_rcv_core@net/ipv4/ip_input.c:456\")?") };
        Assert.Equal(expected, await room.AskAsync(new MissingFunctionHint(), script, HintRoom.Unresolved(script, "no match (similar functions: ip_rcv_core)")));
    }

    [Theory]
    [InlineData("no line records for net/ipv4/ip_input.c:460 [man error::dwarf]")]
    [InlineData("no line records for net/ipv4/ip_input.c:460 [man error::dwarf] (try :562)")]
    public async Task Lines_that_can_be_probed_and_the_owner_of_the_line_are_told(string reason)
    {
        const string Script = "probe kernel.statement(\"ip_rcv@net/ipv4/ip_input.c:460\") { }";
        using var room = new HintRoom
        {
            Stap = new()
            {
                Answers =
                {
                    ["kernel.statement(\"ip_rcv@net/ipv4/ip_input.c:*\")"] = ["kernel.statement(\"ip_rcv@net/ipv4/ip_input.c:562\")?", "kernel.statement(\"ip_rcv@net/ipv4/ip_input.c:566\")?"],
                    ["kernel.statement(\"*@net/ipv4/ip_input.c:460\")"] = ["kernel.statement(\"ip_rcv_core@net/ipv4/ip_input.c:460\")?"],
                },
            },
        };
        Assert.Equal(
            "Line 460 has no code of ip_rcv (net/ipv4/ip_input.c) in this kernel; lines differ between kernel versions. Lines that can be probed: 562, 566. "
            + "Line 460 belongs to ip_rcv_core: kernel.statement(\"ip_rcv_core@net/ipv4/ip_input.c:460\"). Nearest: kernel.statement(\"ip_rcv@net/ipv4/ip_input.c:562\").",
            await room.AskAsync(new MissingLineHint(), Script, HintRoom.Unresolved(Script, reason)));
    }

    [Theory]
    [InlineData("ext4", "ext4 is no module in the kernel 6.12.0: it is built in. Write kernel.function(\"f\").")]
    [InlineData("brige", "The kernel 6.12.0 has no module brige. The nearest it has: bridge.")]
    [InlineData("bridge.ko", "stap wants the module's name alone: module(\"bridge\").function(\"f\").")]
    [InlineData("xt-nat", "stap wants the module's name alone: module(\"xt_nat\").function(\"f\").")]
    [InlineData("bridge", null)]
    public async Task A_module_is_built_in_misspelt_or_there(string module, string? expected)
    {
        var script = $"probe module(\"{module}\").function(\"f\") {{ }}";
        using var room = new HintRoom { Stap = Listing("kernel.function(\"f\")", "kernel.function(\"f@fs/f.c:1\")?") };
        Assert.Equal(expected, await room.AskAsync(new MissingModuleHint(), script, HintRoom.Unresolved(script, "no match")));
    }

    private static FakeQuestions Listing(string point, string line) => new() { Answers = { [point] = [line] } };
}
