using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Failures;
using StapFarm.Protocol.V1;
using StapFarm.Runner.Connection;
using StapFarm.Runner.Options;
using StapFarm.Runner.Sessions;

namespace StapFarm.Runner.Tests.Connection;

public sealed class FarmLinkTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Dialer _dialer = new();
    private readonly SessionBook _book;
    private readonly Lease _lease;
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;

    public FarmLinkTests()
    {
        var options = new RunnerOptions { Farm = new Uri("http://x"), FarmKeyFile = "", Name = "t" };
        _book = new SessionBook(null!, options, NullLogger<Session>.Instance);
        _lease = new Lease(TimeSpan.FromSeconds(30), _time, () => { });
    }

    public Task InitializeAsync()
    {
        var link = new FarmLink(_dialer, () => new RunnerHello { RunnerId = "r1" }, _book, _lease, _time, NullLogger<FarmLink>.Instance);
        _running = link.RunAsync(_end.Token);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_sign_of_life_comes_three_times_in_a_lease()
    {
        var stream = await WelcomedAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(RunnerMessage.MessageOneofCase.Heartbeat, (await AdvancingAsync(stream, TimeSpan.FromSeconds(1))).MessageCase);
        }
    }

    [Fact]
    public async Task A_farm_that_is_not_there_is_tried_again_by_the_backoff()
    {
        (await StreamAsync()).Fail(StatusCode.Unavailable);
        await AdvancingAsync(() => _dialer.Opened >= 2);
        (await StreamAsync()).Fail(StatusCode.Unavailable);
        await AdvancingAsync(() => _dialer.Opened >= 3);

        var stream = await StreamAsync();
        Assert.Equal("r1", (await stream.SaidAsync()).Hello.RunnerId);
    }

    [Fact]
    public async Task However_a_connection_breaks_the_runner_comes_back()
    {
        Exception[] ways = [new IOException("reset"), new HttpRequestException("refused"), new ObjectDisposedException("call"), new InvalidDataException("noise")];
        for (var i = 0; i < ways.Length; i++)
        {
            (await WelcomedAsync()).Fail(ways[i]);
            await AdvancingAsync(() => _dialer.Opened >= i + 2);
        }
    }

    [Fact]
    public async Task A_farm_that_does_not_answer_the_hello_is_given_up_after_a_while()
    {
        await (await StreamAsync()).SaidAsync();
        await AdvancingAsync(() => _dialer.Opened >= 2);
    }

    [Fact]
    public async Task A_command_with_a_gap_before_it_ends_the_connection_and_the_hello_says_what_was_carried_out()
    {
        var stream = await WelcomedAsync();
        stream.Say(new FarmMessage { Command = new FarmCommand { Number = 1, Stop = new StopSession { SessionId = "s" } } });
        Assert.Equal(1, (await stream.SaidAsync()).Accepted.Number);
        stream.Say(new FarmMessage { Command = new FarmCommand { Number = 3, Stop = new StopSession { SessionId = "s" } } });
        await AdvancingAsync(() => _dialer.Opened >= 2);

        Assert.Equal(1, (await (await StreamAsync()).SaidAsync()).Hello.LastCommand);
    }

    [Fact]
    public async Task A_start_that_cannot_be_understood_is_refused_as_a_session()
    {
        var stream = await WelcomedAsync();
        stream.Say(new FarmMessage { Command = new FarmCommand { Number = 1, Start = new StartSession { SessionId = "s9" } } });
        var said = new[] { await stream.SaidAsync(), await stream.SaidAsync() };
        var ended = said.Single(message => message.Ended is not null).Ended;

        Assert.Equal(("s9", SessionEndReason.Refused, (int)FailureCode.InvalidRequest), (ended.SessionId, ended.Reason, ended.Failure.Code));
    }

    [Fact]
    public async Task An_end_is_said_once_per_connection_and_never_after_it_is_closed()
    {
        var first = await WelcomedAsync();
        _book.AddLost("s1", new FarmFailure(FailureCode.TargetLost, "x"));
        Assert.Equal("s1", (await first.SaidAsync()).Ended.SessionId);
        first.Fail(StatusCode.Unavailable);
        await AdvancingAsync(() => _dialer.Opened >= 2);

        var second = await WelcomedAsync(sessions: ["s1"]);
        Assert.Equal("s1", (await second.SaidAsync()).Ended.SessionId);
        second.Say(new FarmMessage { Closed = new SessionClosed { SessionId = "s1" } });
        await _book.WhenClosed().WaitAsync(TimeSpan.FromSeconds(10));
        second.Fail(StatusCode.Unavailable);
        await AdvancingAsync(() => _dialer.Opened >= 3);

        await WelcomedAsync(sessions: []);
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    public void Dispose()
    {
        _lease.Dispose();
        _end.Dispose();
    }

    private async Task<Stream> StreamAsync() => await _dialer.Streams.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    private async Task<Stream> WelcomedAsync(IEnumerable<string>? sessions = null)
    {
        var stream = await StreamAsync();
        Assert.Equal(sessions ?? [], (await stream.SaidAsync()).Hello.Sessions);
        stream.Say(new FarmMessage { Welcome = new FarmWelcome { LeaseMs = 30_000 } });
        return stream;
    }

    private async Task<RunnerMessage> AdvancingAsync(Stream stream, TimeSpan step)
    {
        var said = stream.SaidAsync();
        await AdvancingAsync(() => said.IsCompleted, step);
        return await said;
    }

    private async Task AdvancingAsync(Func<bool> until, TimeSpan? step = null)
    {
        while (!until())
        {
            _time.Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private sealed class Dialer : IFarmDialer
    {
        private int _opened;

        public Channel<Stream> Streams { get; } = Channel.CreateUnbounded<Stream>();

        public int Opened => Volatile.Read(ref _opened);

        public IFarmStream Open()
        {
            var stream = new Stream();
            Streams.Writer.TryWrite(stream);
            Interlocked.Increment(ref _opened);
            return stream;
        }
    }

    private sealed class Stream : IFarmStream
    {
        private readonly Channel<RunnerMessage> _said = Channel.CreateUnbounded<RunnerMessage>();
        private readonly Channel<FarmMessage> _heard = Channel.CreateUnbounded<FarmMessage>();

        public void Say(FarmMessage message) => _heard.Writer.TryWrite(message);

        public void Fail(StatusCode code) => Fail(new RpcException(new Status(code, "broken")));

        public void Fail(Exception exception) => _heard.Writer.TryComplete(exception);

        public async Task<RunnerMessage> SaidAsync() => await _said.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public async Task WriteAsync(RunnerMessage message, CancellationToken cancellationToken) => await _said.Writer.WriteAsync(message, cancellationToken);

        public async Task<FarmMessage?> ReadAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await _heard.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException closed) when (closed.InnerException is not null)
            {
                throw closed.InnerException;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
