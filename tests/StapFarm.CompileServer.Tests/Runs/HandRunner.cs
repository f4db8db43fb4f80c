using Grpc.Core;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Kernels;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Runs;

/// <summary>A runner that a test moves by hand.</summary>
internal sealed class HandRunner : IDisposable
{
    private readonly AsyncDuplexStreamingCall<V1.RunnerMessage, V1.FarmMessage> _call;

    private HandRunner(AsyncDuplexStreamingCall<V1.RunnerMessage, V1.FarmMessage> call) => _call = call;

    public static Task<HandRunner> ConnectAsync(TestFarm farm, string id, KernelTree? kernel = null) =>
        ConnectAsync(farm, Samples.Hello(id, kernel));

    public static async Task<HandRunner> ConnectAsync(TestFarm farm, V1.RunnerHello hello)
    {
        var runner = new HandRunner(farm.Runners.Connect(deadline: DateTime.UtcNow.AddSeconds(60)));
        await runner._call.RequestStream.WriteAsync(new() { Hello = hello });
        var welcome = await runner.NextAsync();
        Assert.True(welcome.Welcome.LeaseMs > 0);
        return runner;
    }

    public async Task<V1.FarmMessage> NextAsync()
    {
        Assert.True(await _call.ResponseStream.MoveNext(default), "The farm ended the runner's stream.");
        return _call.ResponseStream.Current;
    }

    /// <summary>Takes the next command, and says so.</summary>
    public async Task<V1.FarmCommand> CommandAsync()
    {
        var command = (await NextAsync()).Command;
        await SendAsync(new() { Accepted = new() { Number = command.Number } });
        return command;
    }

    public Task SendAsync(V1.RunnerMessage message) => _call.RequestStream.WriteAsync(message);

    public Task RunningAsync(string session) => SendAsync(new() { Running = new() { SessionId = session } });

    /// <summary>Sends chunks; gives the number that the farm has stored.</summary>
    public async Task<long> OutputAsync(string session, params (long Number, string Text)[] chunks)
    {
        await SendAsync(new()
        {
            Output = new()
            {
                SessionId = session,
                Chunks =
                {
                    chunks.Select(chunk => new V1.OutputChunk
                    {
                        Number = chunk.Number,
                        Channel = V1.OutputChannel.Stdout,
                        Bytes = Google.Protobuf.ByteString.CopyFromUtf8(chunk.Text),
                    }),
                },
            },
        });
        return (await NextAsync()).Stored.Number;
    }

    /// <summary>Reports an end; returns when the farm has closed the session.</summary>
    public async Task EndAsync(string session, long lastChunk, V1.SessionEndReason reason = V1.SessionEndReason.Exited, V1.Failure? failure = null)
    {
        await SendAsync(new() { Ended = new() { SessionId = session, Reason = reason, ExitCode = 0, LastChunk = lastChunk, Failure = failure } });
        Assert.Equal(session, (await NextAsync()).Closed.SessionId);
    }

    /// <summary>As a machine that loses its network: the stream breaks.</summary>
    public void Vanish() => _call.Dispose();

    public void Dispose() => _call.Dispose();
}
