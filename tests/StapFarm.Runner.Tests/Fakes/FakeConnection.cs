using System.Text;
using System.Threading.Channels;
using Grpc.Core;
using StapFarm.Model.Tickets;
using StapFarm.Protocol.Mapping;
using StapFarm.Protocol.V1;
using BlobRef = StapFarm.Model.Content.BlobRef;

namespace StapFarm.Runner.Tests.Fakes;

/// <summary>The farm's end of one connection.</summary>
internal sealed class FakeConnection(RunnerHello hello, IServerStreamWriter<FarmMessage> writer)
{
    private readonly Channel<RunnerMessage> _messages = Channel.CreateUnbounded<RunnerMessage>();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _stdout = new();
    private readonly StringBuilder _stderr = new();

    public RunnerHello Hello => hello;

    /// <summary>The numbers of the chunks that came, in their order.</summary>
    public List<long> Chunks { get; } = [];

    public string Stdout => _stdout.ToString();

    public string Stderr => _stderr.ToString();

    public bool SawRunning { get; private set; }

    public Task Broken => _broken.Task;

    /// <summary>Tears the connection.</summary>
    public void Break() => _broken.TrySetResult();

    public void Take(RunnerMessage message) => _messages.Writer.TryWrite(message);

    public void End() => _messages.Writer.TryComplete();

    public Task WelcomeAsync(TimeSpan? lease = null) => writer.WriteAsync(new FarmMessage
    {
        Welcome = new FarmWelcome { FarmVersion = "test", LeaseMs = (long)(lease ?? TimeSpan.FromSeconds(30)).TotalMilliseconds },
    });

    public Task StartAsync(long number, Ticket ticket, SignedTicket signed, BlobRef module, BlobRef bundle) => writer.WriteAsync(new FarmMessage
    {
        Command = new FarmCommand
        {
            Number = number,
            Start = new StartSession
            {
                SessionId = ticket.Session,
                Ticket = Google.Protobuf.ByteString.CopyFrom(signed.Content.Span),
                TicketSignature = Google.Protobuf.ByteString.CopyFrom(signed.Signature.Span),
                Module = module.ToProto(),
                Bundle = bundle.ToProto(),
            },
        },
    });

    public Task StopAsync(long number, string session) => writer.WriteAsync(new FarmMessage
    {
        Command = new FarmCommand { Number = number, Stop = new StopSession { SessionId = session } },
    });

    public Task StoredAsync(string session, long number) => writer.WriteAsync(new FarmMessage
    {
        Stored = new OutputStored { SessionId = session, Number = number },
    });

    public Task CloseAsync(string session) => writer.WriteAsync(new FarmMessage { Closed = new SessionClosed { SessionId = session } });

    /// <summary>Reads on until a message fits; output on the way is collected.</summary>
    public async Task<RunnerMessage> UntilAsync(Func<RunnerMessage, bool> fits)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var message = await _messages.Reader.ReadAsync(patience.Token);
            SawRunning |= message.Running is not null;
            foreach (var chunk in message.Output?.Chunks ?? [])
            {
                Chunks.Add(chunk.Number);
                (chunk.Channel == OutputChannel.Stdout ? _stdout : _stderr).Append(chunk.Bytes.ToStringUtf8());
            }

            if (fits(message))
            {
                return message;
            }
        }
    }

    public async Task<SessionEnded> EndedAsync() => (await UntilAsync(message => message.Ended is not null)).Ended;

    public Task OutputAsync(string text) => UntilAsync(_ => Stdout.Contains(text, StringComparison.Ordinal));

    public Task AcceptedAsync(long number) => UntilAsync(message => message.Accepted?.Number == number);
}
