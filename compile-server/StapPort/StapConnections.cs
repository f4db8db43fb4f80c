using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;
using StapFarm.StapProtocol.Responses;

namespace StapFarm.CompileServer.StapPort;

/// <summary>One connection of a client from its TLS handshake to its end: a request, an answer.</summary>
internal sealed partial class StapConnections(
    StapCertificate certificate,
    RequestIntake intake,
    StapDesk desk,
    IOptions<StapPortOptions> options,
    TimeProvider time,
    ILogger<StapConnections> logger)
{
    // For a client to take its end of the connection back after it has read the answer.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    /// <summary>The SHA-256 of the certificate in use, as people compare it.</summary>
    public string Fingerprint => certificate.InUse.Fingerprint;

    public async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        try
        {
            using var tls = new SslStream(new NetworkStream(socket));
            await ServeAsync(socket, tls, stopping);
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            // A client that goes away, doesn't trust us, says nothing or isn't stap.
            LogEnded(exception);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
    }

    private async Task ServeAsync(Socket socket, SslStream tls, CancellationToken stopping)
    {
        StapResponse response;
        using var receiving = new Deadline(options.Value.RequestTimeout, time, stopping);
        await tls.AuthenticateAsServerAsync(certificate.Options, receiving.Token);
        try
        {
            using var received = await intake.ReceiveAsync(tls, receiving.Token);
            if (received is null)
            {
                await EndAsync(socket, tls, stopping);
                return;
            }

            response = await AnswerAsync(socket, received, stopping);
        }
        catch (FarmException exception)
        {
            response = StapAnswers.Refusal(exception.Failure);
        }

        socket.LingerState = new LingerOption(false, 0);
        using var sending = new Deadline(options.Value.SendTimeout, time, stopping);
        await tls.WriteAsync(ResponseWriter.Write(response), sending.Token);
        await tls.FlushAsync(sending.Token);
        await EndAsync(socket, tls, stopping);
    }

    // A client says nothing while it waits: whatever comes is its end.
    private async Task<StapResponse> AnswerAsync(Socket socket, ReceivedRequest received, CancellationToken stopping)
    {
        using var waiting = new Deadline(options.Value.AnswerTimeout, time, stopping);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(waiting.Token);
        var gone = GoneAsync(socket, listening.Token);
        var answering = desk.AnswerAsync(received, listening.Token);
        if (await Task.WhenAny(answering, gone) == gone)
        {
            await listening.CancelAsync();
        }

        try
        {
            return await answering;
        }
        catch (OperationCanceledException) when (waiting.IsOver)
        {
            throw StapAnswers.TookTooLong(options.Value.AnswerTimeout);
        }
        finally
        {
            await listening.CancelAsync();
            await gone;
        }
    }

    private static async Task GoneAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            await socket.ReceiveAsync(new byte[1], SocketFlags.Peek, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Its end, or ours.
        }
    }

    // An unread alert of the client would make closing reset the connection, and with it what of the answer is under way.
    private async Task EndAsync(Socket socket, SslStream tls, CancellationToken stopping)
    {
        socket.LingerState = new LingerOption(false, 0);
        using var ending = new Deadline(Goodbye, time, stopping);
        try
        {
            await tls.ShutdownAsync();
            socket.Shutdown(SocketShutdown.Send);
            var rest = new byte[1024];
            while (await socket.ReceiveAsync(rest, ending.Token) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // It has what it came for.
        }
    }
}
