using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Storage.Files;
using Xunit;

namespace StapFarm.Storage.Tests.Files;

public sealed class AbandonedFileSweeperTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_half_written_files_older_than_the_age_are_removed()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "incoming"));
        Add("old", _time.GetUtcNow() - TimeSpan.FromHours(25));
        Add("young", _time.GetUtcNow() - TimeSpan.FromHours(23));

        await new AbandonedFileSweeper(_folder.Options, _time, NullLogger<AbandonedFileSweeper>.Instance).StartAsync(default);

        Assert.Equal(["incoming/young"], _folder.Files);
    }

    [Fact]
    public void A_store_that_was_never_used_has_nothing_to_sweep() =>
        Assert.Equal(0, new AbandonedFileSweeper(_folder.Options, _time, NullLogger<AbandonedFileSweeper>.Instance).Sweep());

    private void Add(string name, DateTimeOffset written)
    {
        var path = Path.Combine(_folder.Root, "incoming", name);
        File.WriteAllText(path, "half");
        File.SetLastWriteTimeUtc(path, written.UtcDateTime);
    }
}
