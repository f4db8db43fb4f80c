using StapFarm.Translation.Hints.Causes;
using Xunit;

namespace StapFarm.Translation.Tests.Hints;

/// <summary>Hints about what is in a probe's handler or in a function.</summary>
public sealed class HandlerHintTests
{
    private const string IpRcvCore = "kernel.function(\"ip_rcv_core@net/ipv4/ip_input.c\")";

    /// <summary>5.1 with 6.1 and 5.6 with 6.12 differ in the numbers alone.</summary>
    [Theory]
    [InlineData("dieoffset 0x81970da in kernel, near pc 0xffffffff81844490")]
    [InlineData("dieoffset 0xa7246d0 in kernel, near pc 0xffffffff81abc230")]
    public async Task Variables_are_listed_with_types_and_a_member_of_that_name_is_proposed_when_stap_accepts_it(string where)
    {
        using var room = new HintRoom { Stap = CoreVariables("$skb->dev") };
        var hint = await room.AskAsync(new MissingVariableHint(), "", NoLocal("dev", where));
        Assert.Equal("ip_rcv_core (net/ipv4/ip_input.c) has no variable $dev in this kernel. It has at its start: $skb (struct sk_buff*), $net (struct net*). Perhaps $skb->dev is meant.", hint);
    }

    [Fact]
    public async Task A_near_name_is_proposed_without_further_questions()
    {
        using var room = new HintRoom { Stap = CoreVariables(null) };
        var hint = await room.AskAsync(new MissingVariableHint(), "", NoLocal("sbk", "dieoffset 0x1 in kernel, near pc 0xff"));
        Assert.EndsWith("Nearest: $skb.", hint);
        Assert.Single(room.Stap.Asked);
    }

    [Fact]
    public async Task A_modules_function_is_asked_for_in_its_module()
    {
        const string Point = "module(\"bridge\").function(\"br_handle_frame@net/bridge/br_input.c\")";
        using var room = new HintRoom { Stap = new() { Answers = { [Point] = ["module(\"bridge\").function(\"br_handle_frame@net/bridge/br_input.c:333\")? $pskb:struct sk_buff**"] } } };
        var hint = await room.AskAsync(new MissingVariableHint(), "", """
            semantic error: unable to find local 'nosuch', [man error::dwarf] dieoffset 0xfeee2 in bridge, near pc 0x33a00 in br_handle_frame net/bridge/br_input.c (alternatives: $p, $skb, $pskb, $dest)): identifier '$nosuch' at /stapfarm/script.stp:1:62
                    source: probe module("bridge").function("br_handle_frame") { println($nosuch) }
            """);
        Assert.EndsWith("It has at its start: $pskb (struct sk_buff**).", hint);
    }

    [Fact]
    public async Task A_tracepoints_arguments_are_listed()
    {
        using var room = new HintRoom();
        var hint = await room.AskAsync(new MissingVariableHint(), "", "semantic error: unable to find tracepoint variable '$nxt' (alternatives: $next, $$name, $$parms, $$vars, $prev, $preempt, $prev_state): identifier '$nxt' at /stapfarm/script.stp:1:46");
        Assert.Equal("The tracepoint has no $nxt in this kernel. It has: $next, $prev, $preempt, $prev_state. Nearest: $next.", hint);
    }

    [Theory]
    [InlineData("/usr/lib/debug/boot/vmlinux-6.1.0-56-cloud-amd64", "kernel")]
    [InlineData("/usr/lib/debug/lib/modules/6.12.0/kernel/net/ipv4/tcp-x.ko", "module(\"tcp_x\")")]
    public async Task A_variable_without_a_value_here_is_found_on_a_later_line(string origin, string root)
    {
        using var room = new HintRoom
        {
            Stap = new()
            {
                Answers =
                {
                    [$"{root}.function(\"tcp_v4_rcv@net/ipv4/tcp_ipv4.c\")"] = [$"{root}.function(\"tcp_v4_rcv@net/ipv4/tcp_ipv4.c:1955\")? $skb:struct sk_buff*"],
                    [$"{root}.statement(\"tcp_v4_rcv@net/ipv4/tcp_ipv4.c:*\")"] =
                    [
                        $"{root}.statement(\"tcp_v4_rcv@net/ipv4/tcp_ipv4.c:1956\")? $skb:struct sk_buff*",
                        $"{root}.statement(\"tcp_v4_rcv@net/ipv4/tcp_ipv4.c:1981\")? $skb:struct sk_buff* $th:struct tcphdr const*",
                    ],
                },
            },
        };
        var hint = await room.AskAsync(new HiddenVariableHint(), "", $$"""
            semantic error: not accessible at this address (pc: 0xffffffff8187bf35) [man error::dwarf]: identifier '$th' at /stapfarm/script.stp:1:47
                    dieoffset: 0x8421ba0 from {{origin}}
                    function: tcp_v4_rcv at net/ipv4/tcp_ipv4.c:1955:1
                    alternative locations: [0xffffffff8187c003,0xffffffff8187c034]
                    source: probe kernel.function("tcp_v4_rcv") { println($th->dest) }
            """);
        Assert.Equal($"tcp_v4_rcv has $th, but the compiled code gives it no value where this probe is. There it has: $skb (struct sk_buff*). $th can be read at {root}.statement(\"tcp_v4_rcv@net/ipv4/tcp_ipv4.c:1981\").", hint);
    }

    [Fact]
    public async Task The_nearest_members_of_a_structure_are_told()
    {
        using var room = new HintRoom();
        var hint = await room.AskAsync(new MissingMemberHint(), "", "semantic error: unable to find member 'trusize' for struct sk_buff (alternatives: cb, no_fcs, truesize, sk): operator '->' at /stapfarm/script.stp:1:63");
        Assert.Equal("struct sk_buff has no member trusize in this kernel. The nearest it has: truesize.", hint);
    }

    [Fact]
    public async Task A_name_without_its_dollar_is_looked_for_in_its_own_probe()
    {
        const string Script = "probe begin { }\nprobe kernel.function(\"ip_rcv\") { println(skb) }";
        using var room = new HintRoom { Stap = new() { Answers = { ["kernel.function(\"ip_rcv\")"] = ["kernel.function(\"ip_rcv@net/ipv4/ip_input.c:560\")? $skb:struct sk_buff* $dev:struct net_device*"] } } };
        var hint = await room.AskAsync(new UnsetLocalHint(), Script, """
            WARNING: never-assigned local variable 'skb' (similar: x): identifier 'skb' at /stapfarm/script.stp:2:43
             source: probe kernel.function("ip_rcv") { println(skb) }
                                                               ^
            semantic error: unresolved type : identifier 'skb' at :2:43
            """);
        Assert.Equal("skb is taken for a variable of the script, and nothing assigns it. A variable of the kernel has a $: write $skb. kernel.function(\"ip_rcv\") has: $skb (struct sk_buff*), $dev (struct net_device*).", hint);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_script_that_builds_is_only_told_of_a_name_that_the_kernel_has(bool built)
    {
        const string Script = "probe kernel.function(\"f\") { println(count + 1) }";
        using var room = new HintRoom { Stap = new() { Answers = { ["kernel.function(\"f\")"] = ["kernel.function(\"f@f.c:1\")? $skb:struct sk_buff*"] } } };
        var failed = room.Case(Script, "WARNING: never-assigned local variable 'count': identifier 'count' at /stapfarm/script.stp:1:38") with { IsBuilt = built };
        Assert.Equal(built, await new UnsetLocalHint().FindAsync(failed, default) is null);
    }

    [Theory]
    [InlineData("probe process(\"/bin/ls\").function(\"main\") { println(x) }", 54)]
    [InlineData("probe begin {", 900)]
    public async Task No_program_is_asked_about_and_no_place_outside_of_the_script(string script, int column)
    {
        using var room = new HintRoom();
        Assert.Null(await room.AskAsync(new UnsetLocalHint(), script, $"WARNING: never-assigned local variable 'x': identifier 'x' at /stapfarm/script.stp:1:{column}"));
        Assert.Empty(room.Stap.Asked);
    }

    [Theory]
    [InlineData("using @const operator not permitted; need stap -g", "operator '@const'", "@const compiles its argument as C code")]
    [InlineData("embedded code in unprivileged script; need stap -g", "embedded-code", "The script has C code of its own")]
    [InlineData("embedded expression code in unprivileged script; need stap -g", "embedded-code", "The script has C code of its own")]
    public async Task What_needs_guru_mode_is_said_to_with_the_option(string text, string saw, string expected)
    {
        using var room = new HintRoom();
        var hint = await room.AskAsync(new GuruModeHint(), "", $"parse error: {text}\n        saw: {saw} at /stapfarm/script.stp:1:23\n     source: x\n");
        Assert.StartsWith(expected, hint);
        Assert.Contains("Add -g", hint);
    }

    [Theory]
    [InlineData("/tmp/stap/x_src.c:207:29: error: 'struct function___global_f__overload_0_locals' has no member named 'x'")]
    [InlineData("/tmp/stap/x_src.c:215:29: error: ‘struct function___global_f__overload_0_locals’ has no member named ‘x’")]
    public async Task Old_names_of_arguments_are_given_todays(string line)
    {
        using var room = new HintRoom();
        Assert.Equal(
            "C code in functions no longer reaches arguments and result through THIS. Write STAP_ARG_x for THIS->x, and STAP_RETVALUE for THIS->__retvalue.",
            await room.AskAsync(new EmbeddedArgumentHint(), "", line));
    }

    [Theory]
    [InlineData("type definition 'struct sk_buff' not found in ''", "/stapfarm/script.stp", "Write @cast(..., \"struct sk_buff\", \"kernel\").")]
    [InlineData("type definition 'struct sk_buff' not found in ''", "/usr/share/systemtap/tapset/sizeof.stpm", "Write & @cast(0, \"struct sk_buff\", \"kernel\")[1] for its size.")]
    [InlineData("type definition 'sk_bufff' not found in 'kernel'", "/stapfarm/script.stp", "or \"MODULE\".")]
    public async Task A_cast_is_told_where_its_type_is(string text, string file, string end)
    {
        using var room = new HintRoom { Stap = new() { Acceptable = "\"struct sk_buff\", \"kernel\"" } };
        Assert.EndsWith(end, await room.AskAsync(new CastTypeHint(), "", $"semantic error: {text}: operator '@cast' at {file}:1:25"));
    }

    private static FakeQuestions CoreVariables(string? acceptable) => new()
    {
        Answers = { [IpRcvCore] = ["kernel.function(\"ip_rcv_core@net/ipv4/ip_input.c:456\")? $skb:struct sk_buff* $net:struct net*"] },
        Acceptable = acceptable,
    };

    private static string NoLocal(string name, string where) => $$"""
        semantic error: unable to find local '{{name}}', [man error::dwarf] {{where}} in ip_rcv_core net/ipv4/ip_input.c (alternatives: $len, $net, $iph, $skb, $drop_reason)): identifier '${{name}}' at /stapfarm/script.stp:1:48
                source: probe kernel.function("ip_rcv_core") { println(${{name}}) }
        """;
}
