using System.Net.Sockets;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;
using StapFarm.StapProtocol;
using StapFarm.StapProtocol.Requests;
using StapFarm.Testing.StapRequests;

namespace StapFarm.CompileServer.Tests.StapPort;

/// <summary>
/// Requests that no client sends, each over a connection of its own. STAPFARM_TEST_SEED and STAPFARM_FUZZ_ROUNDS choose others
/// and more of them.
/// </summary>
public sealed class HostilePortTests : IAsyncLifetime
{
    private const int Rounds = 300;
    private const int AtATime = 16;
    private const long MemoryBound = 64 << 20;

    private TestFarm _farm = null!;

    public static TheoryData<string> Malformed { get; } = [.. MalformedArchives.All.Keys];

    public async Task InitializeAsync()
    {
        _farm = await StapFarmPort.StartAsync("--Farm:StapPort:FetchKernels=false");
        await _farm.StartWorkerAsync("worker-1");
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_archive_is_refused_with_a_whole_answer_and_the_next_request_is_served(string malformed)
    {
        var refused = await AskAsync(MalformedArchives.All[malformed]);

        Assert.Equal("1", refused.ExitCode);
        Assert.StartsWith("Server: ", refused.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", refused.Messages, StringComparison.Ordinal);
        Assert.Null(refused.Module);
        await AssertServedAsync();
    }

    [Fact]
    public async Task Mutated_requests_are_answered_or_refused_whole_most_after_their_options_were_read_and_leave_nothing()
    {
        var seed = Number("STAPFARM_TEST_SEED", 1);
        var rounds = Number("STAPFARM_FUZZ_ROUNDS", Rounds);
        var random = new Random(seed);
        // Its keys are made when somebody needs them.
        await StapClient.AskAsync(_farm.StapAddress(), "--privilege=stapusr", "-p4", "-e", "probe begin {}");
        var files = Files();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var requests = Enumerable.Range(0, rounds).Select(_ => RequestMutations.Next(random)).ToList();

        await Parallel.ForEachAsync(requests.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (request, _) =>
        {
            try
            {
                var answer = await AskAsync(request.Item);
                Assert.Contains(answer.ExitCode, (string[])["0", "1"]);
                Assert.DoesNotContain("Exception", answer.Messages, StringComparison.Ordinal);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Round {request.Index} of seed {seed}: {Convert.ToBase64String(request.Item)}", exception);
            }
        });

        var reached = requests.Count(ReachesOptions);
        Assert.True(reached > rounds / 2, $"{reached} of {rounds} reached the options");
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, MemoryBound);
        Assert.Equal(files, Files());
        await AssertServedAsync();
    }

    [Fact]
    public async Task Connections_that_break_off_anywhere_keep_nobody_from_being_served()
    {
        var random = new Random(Number("STAPFARM_TEST_SEED", 1));
        var request = StapClient.Request("5.1", ["-p4", "-e", "probe begin {}"]);
        await Parallel.ForEachAsync(Enumerable.Range(0, 64).Select(_ => random.Next(request.Length)), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (sent, _) =>
        {
            using var client = await StapClient.ConnectAsync(_farm.StapAddress());
            await client.SendAsync(request[..sent], announced: request.Length);
        });
        await Parallel.ForEachAsync(Enumerable.Range(0, 64).Select(_ => random.Next(1, 200)), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (length, token) =>
        {
            // What isn't TLS at all.
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(_farm.StapAddress(), token);
            var noise = new byte[length];
            Random.Shared.NextBytes(noise);
            await socket.SendAsync(noise, token);
        });

        await AssertServedAsync();
    }

    private async Task<StapAnswer> AskAsync(byte[] archive)
    {
        using var client = await StapClient.ConnectAsync(_farm.StapAddress());
        await client.SendAsync(archive);
        return await client.AnswerAsync();
    }

    private async Task AssertServedAsync() =>
        Assert.Equal("module of probe begin {}", (await StapClient.AskAsync(_farm.StapAddress(), "-p4", "-e", "probe begin {}")).Module);

    private static bool ReachesOptions(byte[] archive)
    {
        try
        {
            return RequestReader.Read(archive, new RequestLimits()).Arguments.Count > 0;
        }
        catch (FarmException)
        {
            return false;
        }
    }

    // Builds that were understood leave modules in the store, and nothing else.
    private List<string> Files() =>
    [
        .. Directory.EnumerateFileSystemEntries(_farm.DataRoot, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_farm.DataRoot, file))
            .Where(file => !file.StartsWith("blobs/", StringComparison.Ordinal) && !file.StartsWith("manifests/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;
}
