using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Hosting;
using StapFarm.CompileServer.Listening;
using StapFarm.Model.Failures;
using StapFarm.Testing;

namespace StapFarm.CompileServer.Tests.Hosting;

public sealed class SettingsTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Farm:Worker:Slots", "-1")]
    [InlineData("Farm:Worker:LongestPause", "00:00:00")]
    [InlineData("Farm:MaxMessageBytes", "12")]
    [InlineData("Farm:ShutdownTimeout", "-00:00:01")]
    [InlineData("Farm:Silo:Port", "70000")]
    [InlineData("Farm:Runs:WatcherGrace", "00:00:00")]
    [InlineData("Farm:Scheduler:MaxAttempts", "0")]
    [InlineData("Farm:Runners:Lease", "00:00:00")]
    [InlineData("Farm:Storage:MaxBlobBytes", "0")]
    [InlineData("Farm:Storage:ModuleBytes", "-1")]
    [InlineData("Farm:Storage:BlobBytes", "-1")]
    [InlineData("Farm:Storage:SessionBytes", "-1")]
    [InlineData("Farm:Storage:SessionsKeptFor", "00:00:00")]
    [InlineData("Farm:Storage:Grace", "00:00:01")]
    [InlineData("Farm:Storage:UploadGrace", "00:00:01")]
    [InlineData("Farm:Storage:CollectionInterval", "00:00:00")]
    public async Task A_setting_out_of_its_range_is_refused_at_start_by_its_name(string key, string value)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync($"--{key}={value}"));

        Assert.Contains(key.Split(':')[^1], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Farm:Worker:Slots", "many")]
    [InlineData("Farm:MaxMessageBytes", "16 MiB")]
    [InlineData("Farm:StapPort:Announce", "sometimes")]
    public async Task A_setting_that_cant_be_read_is_refused_at_start_by_its_name(string key, string value)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync($"--{key}={value}"));

        Assert.Contains(key, exception.Message, StringComparison.Ordinal);
        Assert.Contains(value, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:7077", "isn't a loopback address")]
    [InlineData("http://192.168.1.2:7077", "no identity on the wire")]
    [InlineData("https://127.0.0.1:7077", "http://ADDRESS:PORT")]
    [InlineData("7077", "http://ADDRESS:PORT")]
    public void A_farm_listens_on_loopback_only_and_says_why(string url, string reason)
    {
        var failure = Assert.Throws<FarmException>(() => ListenAddress.Parse(url)).Failure;

        Assert.Contains("Farm:Url", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:7077", "127.0.0.1", 7077)]
    [InlineData("http://localhost:0", "127.0.0.1", 0)]
    [InlineData("http://[::1]:80/", "::1", 80)]
    public void A_loopback_address_is_taken(string url, string address, int port)
    {
        var listen = ListenAddress.Parse(url);

        Assert.Equal((address, port), (listen.Address.ToString(), listen.Port));
    }

    [Theory]
    [InlineData("front,silo,cook", "cook")]
    [InlineData("silo", "signer")]
    [InlineData("front,signer", "silo")]
    public void Roles_that_cant_be_had_are_refused_by_name(string roles, string named)
    {
        var failure = Assert.Throws<FarmException>(() => FarmHost.Create([$"--Farm:Roles={roles}", $"--Farm:DataRoot={_folder.Path}"])).Failure;

        Assert.Contains("Farm:Roles", failure.Message, StringComparison.Ordinal);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_ends_the_process_with_a_code_of_its_own()
    {
        Assert.Equal(2, await FarmProcess.RunAsync([$"--Farm:DataRoot={_folder.Path}", "--Farm:Url=http://0.0.0.0:1"]));
        Assert.Equal(2, await FarmProcess.RunAsync([$"--Farm:DataRoot={_folder.Path}", "--Farm:Roles=worker", "--Farm:Worker:Slots=-1"]));
    }

    [Fact]
    public async Task The_command_line_overrides_the_named_file()
    {
        var file = _folder.File("farm.json");
        await File.WriteAllTextAsync(file, """{ "Farm": { "Roles": ["worker"], "Worker": { "Name": "from-file", "Slots": -5 } } }""");

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync("--config", file));
        using var host = FarmHost.Create(["--config", file, "--Farm:Worker:Slots=3", $"--Farm:DataRoot={_folder.Path}"]);
        var worker = (IOptions<CompileServer.Worker.WorkerOptions>)host.Services.GetService(typeof(IOptions<CompileServer.Worker.WorkerOptions>))!;

        Assert.Contains("Farm:Worker:Slots", exception.Message, StringComparison.Ordinal);
        Assert.Equal(("from-file", 3), (worker.Value.EffectiveName, worker.Value.EffectiveSlots));
    }

    private async Task StartAsync(params string[] arguments)
    {
        using var host = FarmHost.Create(["--Farm:Worker:Child=false", "--Farm:Url=http://127.0.0.1:0", "--Farm:StapPort:Listen=none", $"--Farm:DataRoot={_folder.Path}", .. arguments]);
        await host.StartAsync();
        await host.StopAsync();
    }
}
