using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>Unmodified <c>stap --use-server</c> of three releases against the farm.</summary>
[Trait("lane", "real")]
public sealed class StapClientTests(FarmWithStapPort port) : IClassFixture<FarmWithStapPort>
{
    private const string Hello = "probe begin { println(\"hello\") exit() }";

    public static TheoryData<string> Clients => [.. StapClient.Releases];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_module_is_built_and_lies_where_its_user_is(string client)
    {
        var ended = await port.AskAsync(client, "-p4", "-m", "hello", "-e", Hello);

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal("hello.ko\n", ended.Stdout);
        Assert.Contains($"vermagic={SharedFarm.Kernel61} ", Tool.Run("readelf", "-p", ".modinfo", Path.Combine(port.Client(client).Folder, "hello.ko")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Staps_own_errors_arrive(string client)
    {
        var parse = await port.AskAsync(client, "-p4", "-e", "probe begin {");
        var semantic = await port.AskAsync(client, "-p4", "-e", "probe kernel.function(\"no_such_function\") {}");

        Assert.Equal((1, 1), (parse.ExitCode, semantic.ExitCode));
        Assert.Contains("parse error: ", parse.Stderr, StringComparison.Ordinal);
        Assert.Contains("Passes: via server failed.", parse.Stderr, StringComparison.Ordinal);
        Assert.Contains("semantic error: while resolving probe point", semantic.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:", parse.Stderr + semantic.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Listings_arrive_and_a_probe_point_without_match_is_a_failure(string client)
    {
        var variables = await port.AskAsync(client, "-L", "kernel.function(\"ip_rcv\")");
        var nothing = await port.AskAsync(client, "-l", "kernel.function(\"no_such_function\")");

        Assert.Equal(0, variables.ExitCode);
        Assert.Matches(@"^kernel\.function\(""ip_rcv@net/ipv4/ip_input\.c:\d+""\) \$skb:struct sk_buff\* \$dev:struct net_device\* \$pt:struct packet_type\* \$orig_dev:struct net_device\*\n", variables.Stdout);
        Assert.Equal((1, ""), (nothing.ExitCode, nothing.Stdout));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Scripts_tapsets_and_arguments_travel_as_they_are(string client)
    {
        port.Client(client).Write("über uns/my script.stp", "probe begin { greet(@2, $1) exit() }");
        port.Client(client).Write("tap set/greet.stp", "function greet(who:string, times:long) { printf(\"%s %d\\n\", who, times) }");
        var file = await port.AskAsync(client, "-p1", "-I", "tap set", "über uns/my script.stp", "17", "a  b\nc");
        var input = await port.Client(client).StapWithInputAsync(Hello, $"--use-server={port.Address}", "-r", SharedFarm.Kernel61, "-p2", "-");

        Assert.True(file.ExitCode == 0, file.ToString());
        Assert.Matches("greet\\(\"a  b.*c\", \\(?17\\)?\\)", file.Stdout.Replace("\n", " ", StringComparison.Ordinal));
        Assert.True(input.ExitCode == 0, input.ToString());
        Assert.Contains("begin", input.Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task An_unknown_kernel_is_named(string client)
    {
        var ended = await port.Client(client).StapAsync($"--use-server={port.Address}", "-r", "9.9.9-none", "-p4", "-e", Hello);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Server: ", ended.Stderr, StringComparison.Ordinal);
        Assert.Contains("9.9.9-none", ended.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_dead_server_is_passed_over_for_the_next(string client)
    {
        var ended = await port.Client(client).StapAsync("--use-server=127.0.0.1:1", $"--use-server={port.Address}", "-r", SharedFarm.Kernel61, "-p4", "-m", "second", "-e", Hello);

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal("second.ko\n", ended.Stdout);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_second_request_is_answered_from_the_cache_with_its_pass_lines(string client)
    {
        string[] arguments = ["-v", "-p4", "-e", $"probe begin {{ println(\"twice {client}\") exit() }}"];
        var first = await port.AskAsync(client, arguments);
        var second = await port.AskAsync(client, arguments);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("Pass 4: compiled C into", second.Stderr, StringComparison.Ordinal);
        Assert.Equal(first.Stdout, second.Stdout);
        Assert.Contains($"for stap {client} answered from the cache", port.Farm.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staprun_4_8_cannot_run_what_the_farm_makes_and_its_user_is_told()
    {
        var ended = await port.AskAsync("4.8", "-e", Hello);
        var file = await port.AskAsync("4.8", "-p4", "-e", Hello);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Server: ", ended.Stderr, StringComparison.Ordinal);
        Assert.Contains("staprun 4.8 can't run its modules", ended.Stderr, StringComparison.Ordinal);
        Assert.Contains("Server: WARNING: ", file.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_trust_the_farm_sends_nothing()
    {
        using var stranger = StapClient.Of("5.1");
        var ended = await stranger.StapAsync($"--use-server={port.Address}", "-r", SharedFarm.Kernel61, "-p4", "-e", Hello);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Unable to connect to a server", ended.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trust_is_never_given_to_another_certificate_than_the_one_named()
    {
        using var stranger = StapClient.Of("5.1");
        var other = await stranger.RunAsync("/mnt/stapfarm", "trust", "--farm", port.Farm.Url, "--fingerprint", new string('0', 64), "--apply");
        var none = await stranger.RunAsync("/mnt/stapfarm", "trust", "--farm", port.Farm.Url, "--apply");

        Assert.NotEqual(0, other.ExitCode);
        Assert.Contains("another one", other.Stderr, StringComparison.Ordinal);
        Assert.NotEqual(0, none.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(stranger.Folder, ".systemtap")));
    }
}
