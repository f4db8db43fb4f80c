using System.Text;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>The same commands of one client against the stock server and against the farm.</summary>
[Trait("lane", "real")]
public sealed class StockComparisonTests(FarmWithStapPort port) : IClassFixture<FarmWithStapPort>
{
    private const string Hello = "probe begin { println(\"hello\") exit() }";

    private static readonly string[][] Commands =
    [
        ["-p4", "-m", "hello", "-e", Hello],
        ["-v", "-p4", "-m", "hello", "-e", Hello],
        ["-p1", "-e", Hello],
        ["-p2", "-e", Hello],
        ["-p2", "-e", "probe kernel.function(\"ip_rcv\") { println($skb->len) }"],
        ["-L", "kernel.function(\"ip_rcv\")"],
        ["-l", "kernel.function(\"ip_rc*\")"],
        ["-l", "kernel.function(\"no_such_function\")"],
        ["--dump-functions"],
        ["--dump-probe-aliases"],
        ["--dump-probe-types"],
        ["-p4", "-e", "probe begin {"],
        ["-p4", "-e", "probe kernel.function(\"no_such_function\") {}"],
        ["-p4", "-e", "probe begin { x = y }"],
        ["-v", "-p2", "-e", "probe begin { x = y exit() }"],
        ["-w", "-p2", "-e", "probe begin { x = y exit() }"],
        ["-p1", "a script.stp", "17", "", "ä"],
        ["-p1", "missing.stp"],
        ["-p2", "-I", "tap set", "-e", "probe begin { greet(1) }"],
        ["-p2", "-g", "-e", "probe begin { printf(\"%d\", %{ 1 %}) }"],
        ["-p2", "-e", "probe begin { printf(\"%d\", %{ 1 %}) }"],
        ["-p2", "--privilege=stapusr", "-e", Hello],
        ["-p2", "--privilege=stapusr", "-e", "probe kernel.function(\"ip_rcv\") {}"],
        ["-p2", "-c", "true", "-e", "probe begin { println(target()) }"],
        ["-p2", "-x", "1", "-D", "MAXSKIPPED=0", "-t", "-e", Hello],
    ];

    [Fact]
    public async Task Both_give_the_same_output_messages_exit_code_and_files()
    {
        var client = port.Client("5.1");
        client.Write("a script.stp", "probe begin { printf(\"%d %s %s\", $1, @2, @3) exit() }");
        client.Write("tap set/greet.stp", "function greet(times:long) { println(times) }");
        using var stock = new StockServer(await ToolchainAsync());
        await stock.TrustedByAsync(client);
        var differences = new StringBuilder();
        foreach (var command in Commands)
        {
            var theirs = await AskAsync(client, stock.Address, command);
            var ours = await AskAsync(client, port.Address, command);
            if (theirs != ours)
            {
                differences.AppendLine($"### {string.Join(' ', command)}\n--- stock\n{theirs}\n--- farm\n{ours}");
            }
        }

        Assert.True(differences.Length == 0, differences.ToString());
    }

    private static async Task<string> AskAsync(StapClient client, string server, string[] command)
    {
        var before = Files(client);
        var ended = await client.StapAsync([$"--use-server={server}", "-r", SharedFarm.Kernel61, .. command]);
        string[] added = [.. Files(client).Except(before)];
        foreach (var file in added)
        {
            File.Delete(Path.Combine(client.Folder, file));
        }

        return Masks.Apply($"exit {ended.ExitCode}\n{ended.Stdout}\n{ended.Stderr}\n{string.Join('\n', added)}");
    }

    private static string[] Files(StapClient client) =>
        [.. Directory.GetFiles(client.Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private async Task<string> ToolchainAsync()
    {
        var listed = await port.Farm.CliAsync("toolchain", "list", "--json");
        return System.Text.Json.JsonDocument.Parse(listed.Stdout).RootElement.EnumerateArray()
            .First(toolchain => toolchain.GetProperty("name").GetString() == "debian:trixie").GetProperty("digest").GetString()!;
    }
}
