using System.Net.Sockets;
using StapFarm.CompileServer.Tests.Farm;

namespace StapFarm.CompileServer.Tests.StapPort;

/// <summary>Connections that don't do as stap does.</summary>
public sealed class StapConnectionTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await StapFarmPort.StartAsync(
        "--Farm:StapPort:Limits:RequestBytes=200000", "--Farm:StapPort:HeldBytes=1048576", "--Farm:StapPort:RequestTimeout=00:00:05", "--Farm:StapPort:Connections=400");

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task Who_only_wants_the_certificate_is_let_go_without_an_answer()
    {
        using var client = await StapClient.ConnectAsync(_farm.StapAddress());
        await client.SendAsync([]);

        Assert.Empty(await client.ReadAsync());
    }

    [Fact]
    public async Task A_request_that_is_too_long_is_read_and_refused()
    {
        using var client = await StapClient.ConnectAsync(_farm.StapAddress());
        await client.SendAsync(new byte[3_000_000]);

        Assert.Matches("^Server: The request has 3000000 bytes; this farm takes 200000.\n", (await client.AnswerAsync()).Messages);
    }

    [Fact]
    public async Task A_length_that_is_negative_is_refused()
    {
        using var client = await StapClient.ConnectAsync(_farm.StapAddress());
        await client.SendAsync([], announced: -1);

        Assert.Contains("negative", (await client.AnswerAsync()).Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_archive_is_refused()
    {
        using var client = await StapClient.ConnectAsync(_farm.StapAddress());
        await client.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());

        Assert.Contains("isn't a zip archive", (await client.AnswerAsync()).Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_that_say_nothing_or_little_keep_nobody_waiting_and_are_let_go()
    {
        var silent = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => StapClient.ConnectAsync(_farm.StapAddress())));
        var slow = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StapClient.ConnectAsync(_farm.StapAddress())));
        await Task.WhenAll(slow.Select(client => client.SendAsync([0], announced: 1000)));

        Assert.Contains("no arguments", (await StapClient.AskAsync(_farm.StapAddress())).Messages, StringComparison.Ordinal);

        var ends = await Task.WhenAll(silent.Concat(slow).Select(client => client.EndAsync()));
        Assert.All(ends, end => Assert.Equal(SocketError.ConnectionReset, end));
        foreach (var client in silent.Concat(slow))
        {
            client.Dispose();
        }
    }

    [Fact]
    public async Task Large_requests_that_do_not_end_have_a_bound_together_and_small_ones_are_served()
    {
        var large = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => StapClient.ConnectAsync(_farm.StapAddress())));
        await Task.WhenAll(large.Select(client => client.SendAsync(new byte[190_000], announced: 190_001)));
        var refused = large.Select(async client =>
        {
            await client.SendRawAsync([0]);
            return (await client.AnswerAsync()).Messages;
        });

        Assert.Contains("no arguments", (await StapClient.AskAsync(_farm.StapAddress())).Messages, StringComparison.Ordinal);
        Assert.Contains("Server: The farm has too many large requests just now.\nServer: Ask again.\n", await Task.WhenAll(refused));
        foreach (var client in large)
        {
            client.Dispose();
        }
    }

    [Fact]
    public async Task Small_archives_that_hold_much_have_the_same_bound_while_they_wait()
    {
        await using var farm = await StapFarmPort.StartAsync("--Farm:StapPort:HeldBytes=1500000");
        await farm.StartWorkerAsync("worker-1");
        using var first = await StapClient.ConnectAsync(farm.StapAddress());
        await first.SendAsync(StapClient.Request("5.1", ["-p4", "-e", "wait\n"], compressible: 1_000_000));
        await farm.Translator.BeganAsync();
        using var second = await StapClient.ConnectAsync(farm.StapAddress());
        await second.SendAsync(StapClient.Request("5.1", ["-p4", "-e", "wait\n"], compressible: 1_000_000));

        Assert.Equal("Server: The farm has too many large requests just now.\nServer: Ask again.\n", (await second.AnswerAsync()).Messages);
        farm.Translator.Open();
        Assert.NotNull((await first.AnswerAsync()).Module);
    }

    [Fact]
    public async Task One_connection_more_than_are_taken_is_reset_and_the_next_is_served_when_one_has_gone()
    {
        await using var farm = await StapFarmPort.StartAsync("--Farm:StapPort:Connections=1");
        using (var first = await StapClient.ConnectAsync(farm.StapAddress()))
        {
            await first.HandshakeAsync();

            Assert.Equal(SocketError.ConnectionReset, await RefusedAsync(farm));
            await first.SendAsync([]);
            Assert.Empty(await first.ReadAsync());
        }

        Assert.Contains("no arguments", (await AskUntilServedAsync(farm)).Messages, StringComparison.Ordinal);
    }

    // It may be reset before or after its connecting was seen to succeed.
    private static async Task<SocketError> RefusedAsync(TestFarm farm)
    {
        try
        {
            using var client = await StapClient.ConnectAsync(farm.StapAddress());
            return await client.EndAsync();
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }

    private static async Task<StapAnswer> AskUntilServedAsync(TestFarm farm)
    {
        while (true)
        {
            try
            {
                return await StapClient.AskAsync(farm.StapAddress());
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // The server has not yet seen that the other is gone.
            }
        }
    }
}
