using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StapFarm.CompileServer.StapPort.Discovery;
using StapFarm.CompileServer.Tests.Farm;

namespace StapFarm.CompileServer.Tests.StapPort.Discovery;

public sealed class AnnouncedServicesTests : IDisposable
{
    private static readonly Announcement First = new("6.1 x86_64", 7078, "5.1", "00:aa", "");
    private static readonly Announcement Second = First with { System = "6.12 x86_64" };

    private readonly Network _network = new();
    private readonly LogRecorder _log = new();
    private readonly LoggerFactory _loggers;
    private readonly AnnouncedServices _services;

    public AnnouncedServicesTests()
    {
        _loggers = new([_log]);
        _services = new(_network, _loggers.CreateLogger<AnnouncedServices>());
    }

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task What_is_wanted_is_announced_once_and_what_no_longer_is_ends()
    {
        await _services.FollowAsync([First]);
        await _services.FollowAsync([First, Second]);
        Assert.Equal([Named(1), Named(2)], _network.Names);
        Assert.Equal(2, _network.Begun);

        await _services.FollowAsync([Second]);
        Assert.Equal([Named(2)], _network.Names);

        await _services.FollowAsync([]);
        Assert.Empty(_network.Names);
    }

    [Fact]
    public async Task Another_certificate_is_announced_in_place_of_the_one_before()
    {
        await _services.FollowAsync([First]);
        await _services.FollowAsync([First with { Certificate = "00:bb" }]);

        Assert.Equal(["00:bb"], _network.Certificates);
    }

    [Fact]
    public async Task A_name_that_something_else_on_this_machine_has_is_passed_over()
    {
        _network.Taken.Add(Named(1));
        _network.Taken.Add(Named(2));
        await _services.FollowAsync([First]);

        Assert.Equal([Named(3)], _network.Names);
    }

    [Fact]
    public async Task Without_avahi_one_line_says_so_and_it_is_announced_when_avahi_is_there()
    {
        _network.IsAway = true;
        await _services.FollowAsync([First, Second]);
        await _services.FollowAsync([First, Second]);
        Assert.Single(_log.Lines);
        Assert.Contains("(nobody there)", _log.Lines.Single(), StringComparison.Ordinal);

        _network.IsAway = false;
        await _services.FollowAsync([First, Second]);
        Assert.Equal(2, _network.Names.Count);

        // It is said again, once, when it goes away.
        _network.Vanish();
        await _services.FollowAsync([First, Second]);
        Assert.Equal(2, _log.Lines.Count(line => line.Contains("nobody there", StringComparison.Ordinal)));
    }

    private static string Named(int number) => Announcement.Name(Environment.MachineName, number);

    private sealed class Network : IServicePublisher
    {
        private readonly ConcurrentDictionary<string, (Announcement Announcement, TaskCompletionSource<PublishFailure> End)> _services = new();

        public HashSet<string> Taken { get; } = [];

        public bool IsAway { get; set; }

        public int Begun { get; private set; }

        public IReadOnlyList<string> Names => [.. _services.Keys.Order(StringComparer.Ordinal)];

        public IEnumerable<string> Certificates => _services.Values.Select(one => one.Announcement.Certificate);

        public async Task<PublishFailure> PublishAsync(string name, Announcement announcement, Action established, CancellationToken cancellationToken)
        {
            Begun++;
            var end = new TaskCompletionSource<PublishFailure>();
            if (IsAway || Taken.Contains(name) || !_services.TryAdd(name, (announcement, end)))
            {
                return new(!IsAway, "nobody there");
            }

            established();
            await using var registered = cancellationToken.Register(() => end.TrySetResult(new(false, "called off")));
            var failure = await end.Task;
            _services.TryRemove(name, out _);
            return failure;
        }

        public void Vanish()
        {
            IsAway = true;
            foreach (var (_, end) in _services.Values)
            {
                end.TrySetResult(new(false, "nobody there"));
            }
        }
    }
}
