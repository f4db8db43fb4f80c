using System.Net;
using Google.Protobuf;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;
using HealthV1 = Grpc.Health.V1;
using ReflectionV1 = Grpc.Reflection.V1Alpha;

namespace StapFarm.CompileServer.Tests.Hosting;

public sealed class FrontTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartAsync(null, "--Farm:MaxMessageBytes=100000");

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task One_port_speaks_plain_HTTP_of_both_versions(string version)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, _farm.Address)
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Version.Parse(version), response.Version);
        Assert.Contains("StapFarm compile server", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_HTTP_1_connection_serves_several_requests()
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        using var client = new HttpClient(handler);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri($"{_farm.Address}/healthz/live"))).StatusCode);
        }
    }

    [Fact]
    public async Task The_farm_is_alive_before_it_is_ready_and_ready_with_its_first_worker()
    {
        using var client = new HttpClient();
        var health = new HealthV1.Health.HealthClient(_farm.Channel);
        var live = await client.GetAsync(new Uri($"{_farm.Address}/healthz/live"));
        var early = await client.GetAsync(new Uri($"{_farm.Address}/healthz/ready"));
        var earlyGrpc = await health.CheckAsync(new());
        await _farm.StartWorkerAsync("worker-1");
        var ready = await client.GetAsync(new Uri($"{_farm.Address}/healthz/ready"));
        var readyGrpc = await health.CheckAsync(new());

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Contains("No worker", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal(HealthV1.HealthCheckResponse.Types.ServingStatus.NotServing, earlyGrpc.Status);
        Assert.Equal(HealthV1.HealthCheckResponse.Types.ServingStatus.Serving, readyGrpc.Status);
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_refused_with_the_limit_and_the_setting()
    {
        var request = Samples.Build("probe begin {}");
        request.Source.Script = ByteString.CopyFrom(new byte[200_000]);

        var failure = await FarmAssert.FailsAsync(FailureCode.LimitExceeded, async () => await _farm.Builds.SubmitAsync(request));

        Assert.Contains("100000", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Farm:MaxMessageBytes", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reflection_names_the_services()
    {
        using var call = new ReflectionV1.ServerReflection.ServerReflectionClient(_farm.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { ListServices = "" });
        await call.ResponseStream.MoveNext(default);
        var services = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToList();

        Assert.Contains("stapfarm.v1.Builds", services);
        Assert.Contains("stapfarm.v1.Runners", services);
    }

    [Fact]
    public async Task The_status_tells_the_roles_and_the_ticket_key()
    {
        var status = await _farm.Status.StatusAsync(new());

        Assert.Equal(["front", "silo", "signer"], status.Roles);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", status.TicketKeyPem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_is_in_a_file_while_the_farm_is_up()
    {
        var file = Path.Combine(_farm.DataRoot, "farm.address");
        var said = await File.ReadAllTextAsync(file);
        await _farm.Host.StopAsync();

        Assert.Equal(_farm.Address + "\n", said);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_farm_that_goes_down_lets_its_watchers_go_at_once_and_says_why()
    {
        var submitted = await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"));
        using var watch = _farm.Work.Watch(new() { WorkId = submitted.WorkId, FromSequence = 1 });
        Assert.True(await watch.ResponseStream.MoveNext(default));
        var stopping = _farm.Host.StopAsync();

        var failure = await FarmAssert.FailsAsync(FailureCode.Unavailable, async () =>
        {
            while (await watch.ResponseStream.MoveNext(default))
            {
            }
        });
        await stopping.WaitAsync(TimeSpan.FromSeconds(15));

        Assert.Contains("going down", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_goes_away_is_no_error()
    {
        var submitted = await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}"));
        using var watch = _farm.Work.Watch(new() { WorkId = submitted.WorkId, FromSequence = 1 });
        await watch.ResponseStream.MoveNext(default);
        watch.Dispose();
        await _farm.Host.StopAsync();

        Assert.DoesNotContain(_farm.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
    }
}
