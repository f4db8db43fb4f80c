using Grpc.Core;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Testing;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.StapPort;

/// <summary>The certificate is replaced while the port is open.</summary>
public sealed class StapCertificateRotationTests : IAsyncLifetime, IDisposable
{
    private readonly ScratchFolder _keys = new();
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await StartAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Connections_keep_the_certificate_they_began_with_and_later_ones_are_shown_the_next()
    {
        var first = (await AskAsync()).TlsCertificates[0];
        var made = await StepAsync(V1.StapCertificateStep.MakeNext);
        using var open = await StapClient.ConnectAsync(_farm.StapAddress());
        await open.HandshakeAsync();

        Assert.Equal([V1.StapCertificateState.InUse, V1.StapCertificateState.Next], made.TlsStates);
        Assert.Equal(first, made.TlsCertificates[0]);
        Assert.Equal(first.ToByteArray(), open.Certificate);

        var activated = await StepAsync(V1.StapCertificateStep.Activate);
        using var later = await StapClient.ConnectAsync(_farm.StapAddress());
        await later.HandshakeAsync();

        Assert.Equal([V1.StapCertificateState.InUse, V1.StapCertificateState.Previous], activated.TlsStates);
        Assert.Equal([made.TlsCertificates[1], first], activated.TlsCertificates);
        Assert.Equal(made.TlsCertificates[1].ToByteArray(), later.Certificate);
        await open.SendAsync(StapClient.Request("5.1", []));
        Assert.Contains("no arguments", (await open.AnswerAsync()).Messages, StringComparison.Ordinal);

        var retired = await StepAsync(V1.StapCertificateStep.Retire);
        Assert.Equal([made.TlsCertificates[1]], retired.TlsCertificates);
    }

    [Fact]
    public async Task What_has_begun_goes_on_in_a_farm_that_was_started_again()
    {
        var made = await StepAsync(V1.StapCertificateStep.MakeNext);
        await _farm.DisposeAsync();
        _farm = await StartAsync();

        Assert.Equal(made.TlsCertificates, (await AskAsync()).TlsCertificates);
        Assert.Equal(made.TlsStates, (await AskAsync()).TlsStates);
    }

    [Fact]
    public async Task Each_is_published_under_its_state()
    {
        var made = await StepAsync(V1.StapCertificateStep.MakeNext);
        using var http = new HttpClient { BaseAddress = new Uri(_farm.Address) };

        Assert.Equal(made.TlsCertificates[0].ToByteArray(), await http.GetByteArrayAsync(new Uri("/stap/certificate", UriKind.Relative)));
        Assert.Equal(made.TlsCertificates[1].ToByteArray(), await http.GetByteArrayAsync(new Uri("/stap/certificate/next", UriKind.Relative)));
        Assert.Matches("^[0-9a-f]{64}\n$", await http.GetStringAsync(new Uri("/stap/fingerprint/next", UriKind.Relative)));
        using var previous = await http.GetAsync(new Uri("/stap/certificate/previous", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, previous.StatusCode);
    }

    [Fact]
    public async Task A_step_out_of_its_order_is_refused()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => StepAsync(V1.StapCertificateStep.Activate));
        var unknown = await Assert.ThrowsAsync<RpcException>(() => StepAsync((V1.StapCertificateStep)99));

        Assert.Contains("no next certificate", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("99", unknown.Status.Detail, StringComparison.Ordinal);
    }

    private async Task<TestFarm> StartAsync() => await StapFarmPort.StartAsync($"--Farm:StapPort:Certificate={_keys.File("stap-server.pem")}");

    private async Task<V1.StapServerResponse> AskAsync() => await _farm.Status.StapServerAsync(new());

    private async Task<V1.StapServerResponse> StepAsync(V1.StapCertificateStep step) => await _farm.Status.RotateStapCertificateAsync(new() { Step = step });
}
