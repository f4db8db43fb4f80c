using System.Text.Json;
using StapFarm.Cli.Tests.Fakes;
using Xunit;

namespace StapFarm.Cli.Tests.Lists;

public sealed class ListCommandTests : IAsyncLifetime
{
    private FakeFarm _farm = null!;

    public async Task InitializeAsync()
    {
        _farm = await FakeFarm.StartAsync();
        _farm.Lists.Kernels.Add(new V1.Kernel { Tree = Samples.Key, Identity = Samples.Kernel, Compiler = "gcc-12", HasDebugInfo = true, Source = "Debian 6.1", Bytes = 280_000_000, AddedAtUnixMs = 1_700_000_000_000, Packages = { "linux-image" } });
        _farm.Lists.Toolchains.Add(new V1.Toolchain { Digest = Samples.Key, Name = "debian:trixie", StapVersion = "5.1", Host = "x86_64", Targets = { "x86_64" }, Compilers = { "gcc-12", "gcc-14" }, PackedBytes = 1000 });
        _farm.Lists.Cells.Add(new V1.ToolchainMatrixCell
        {
            Toolchain = Samples.Key,
            ToolchainName = "debian:trixie",
            StapVersion = "5.1",
            Tree = Samples.Key,
            KernelRelease = "6.12",
            State = V1.PairState.Fails,
            Evidence = { new V1.PairEvidence { State = V1.PairState.Fails, Where = "runner lab1", Detail = "Can't resolve uprobe_unregister!\nmore", AtUnixMs = 1_700_000_000_000 } },
        });
        _farm.Lists.Runners.Add(new V1.Runner
        {
            Hello = new V1.RunnerHello { RunnerId = "id1", Name = "web1", Kernel = Samples.Kernel, Labels = { ["rack"] = "7" }, Version = "0.1" },
            Connected = true,
            Sessions = 2,
        });
        _farm.Lists.Status = new V1.FarmStatusResponse { Version = "0.1.0", Roles = { "front", "silo" }, Workers = 1, Slots = 2, Queued = 3, Leased = 2, TicketKeyPem = "-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----\n" };
        _farm.Builds.Modules.Add(Samples.Module(new V1.BlobRef { Digest = Samples.Key, Size = 230_000 }));
    }

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Theory]
    [InlineData("6.1.0-56-cloud-amd64  x86_64        0123456789ab  yes        gcc-12", "kernel", "list")]
    [InlineData("build-id      0123456789abcdef0123456789abcdef01234567", "kernel", "show", "6.1.0-56-cloud-amd64")]
    [InlineData("package    kernel-devel-3.10.0-1160.el7.x86_64\n", "kernel", "wanted")]
    [InlineData("asked for  3 times, last 2023-11-14 22:13:20Z\n", "kernel", "wanted")]
    [InlineData("asked for  once, 2023-11-14 22:13:20Z\n", "kernel", "wanted")]
    [InlineData("debian:trixie  5.1   abababababab", "toolchain", "list")]
    [InlineData("compilers  gcc-12, gcc-14", "toolchain", "show", "debian:trixie")]
    [InlineData("6.12    abababababab  debian:trixie  5.1   fails           runner lab1, 2023-11-14 22:13:20Z: Can't resolve uprobe_unregister!\n", "toolchain", "matrix")]
    [InlineData("web1  connected  6.1.0-56-cloud-amd64", "runners")]
    [InlineData("abababababab  module  stap_x  6.1.0-56-cloud-amd64  5.1   230.0 kB", "modules", "list")]
    [InlineData("built        2023-11-14 22:13:20Z in 3.2 s", "modules", "show", "abab")]
    [InlineData("work     2 in progress, 3 queued", "farm", "status")]
    [InlineData("-----END PUBLIC KEY-----\n", "farm", "key")]
    public async Task What_the_farm_has_is_shown(string expected, params string[] words)
    {
        var invocation = await Invocation.RunAsync(_farm, words);

        Assert.Equal((0, ""), (invocation.ExitCode, invocation.Error));
        Assert.Contains(expected, invocation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_of_very_many_files_shows_some_and_says_how_many_more_there_are()
    {
        _farm.Lists.Kernels[0].Packages.AddRange(Enumerable.Range(0, 999).Select(i => $"module{i}.ko"));

        var shown = await Invocation.RunAsync(_farm, "kernel", "show", "6.1.0-56-cloud-amd64");
        var json = await Invocation.RunAsync(_farm, "kernel", "show", "6.1.0-56-cloud-amd64", "--json");

        Assert.EndsWith("module22.ko\npackage       and 976 more; --json lists them all\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("module998.ko", json.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$[0].identity.release", "kernel", "list")]
    [InlineData("$.identity.release", "kernel", "show", "6.1.0-56-cloud-amd64")]
    [InlineData("$[0].identity.release", "kernel", "wanted")]
    [InlineData("$[0].stapVersion", "toolchain", "list")]
    [InlineData("$.stapVersion", "toolchain", "show", "debian:trixie")]
    [InlineData("$[0].evidence", "toolchain", "matrix")]
    [InlineData("$[0].labels.rack", "runners")]
    [InlineData("$[0].moduleKey", "modules", "list")]
    [InlineData("$.kernel.buildId", "modules", "show", "abab")]
    [InlineData("$.slots", "farm", "status")]
    public async Task As_json_it_is_for_programs(string path, params string[] words)
    {
        var invocation = await Invocation.RunAsync(_farm, [.. words, "--json"]);

        using var json = JsonDocument.Parse(invocation.Output);
        var element = json.RootElement;
        foreach (var step in path.Split('.')[1..])
        {
            element = (element.ValueKind == JsonValueKind.Array ? element[0] : element).GetProperty(step);
        }

        Assert.NotEqual(JsonValueKind.Null, element.ValueKind);
    }

    [Fact]
    public async Task An_unknown_kernel_is_answered_in_the_farms_words()
    {
        var invocation = await Invocation.RunAsync(_farm, "kernel", "show", "7.0");

        Assert.Equal((1, "stapfarm: The farm doesn't know a kernel '7.0'.\nAdd it with: stapfarm kernel add 7.0\n"), (invocation.ExitCode, invocation.Error));
    }

    [Fact]
    public async Task Adding_a_kernel_shows_the_servers_progress_and_what_came_of_it()
    {
        _farm.Work.Then(null, Samples.Progress(1, "download"), new V1.WorkEvent { Sequence = 2, Done = new() { Kernel = _farm.Lists.Kernels[0] } });

        var invocation = await Invocation.RunAsync(_farm, "kernel", "add", "6.1.0-56-cloud-amd64");

        Assert.Equal("kernel 6.1.0-56-cloud-amd64: download: text of download\n", invocation.Error);
        Assert.StartsWith("6.1.0-56-cloud-amd64 (x86_64, build-id 0123", invocation.Output, StringComparison.Ordinal);
        Assert.Equal("kernel 6.1.0-56-cloud-amd64", Assert.Single(_farm.Work.Requests).WorkId);
    }

    [Fact]
    public async Task Adding_a_toolchain_says_which_stap_it_has()
    {
        _farm.Work.Then(null, new V1.WorkEvent { Sequence = 1, Done = new() { Toolchain = _farm.Lists.Toolchains[0] } });

        Assert.Contains("debian:trixie (stap 5.1", (await Invocation.RunAsync(_farm, "toolchain", "add", "debian:trixie")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("debian:trixie", "debian:trixie+arm64")]
    [InlineData("debian:sid,fresh", "debian:sid+arm64,fresh")]
    public async Task A_toolchains_target_is_a_part_of_what_is_asked_for(string suite, string asked)
    {
        _farm.Work.Then(null, new V1.WorkEvent { Sequence = 1, Done = new() { Toolchain = _farm.Lists.Toolchains[0] } });

        await Invocation.RunAsync(_farm, "toolchain", "add", suite, "--target", "arm64");

        Assert.Equal($"toolchain {asked}", Assert.Single(_farm.Work.Requests).WorkId);
    }
}
