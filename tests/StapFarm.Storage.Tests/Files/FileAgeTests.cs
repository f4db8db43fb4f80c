using StapFarm.Storage.Files;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Storage.Tests.Files;

public sealed class FileAgeTests : IDisposable
{
    private static readonly DateTimeOffset Bound = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly ScratchFolder _folder = new();
    private readonly string _path;

    public FileAgeTests() => _path = Path.Combine(_folder.Path, "file");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_as_old_as_the_bound_stays_and_an_older_one_goes()
    {
        Write(Bound);
        Assert.False(Remove());
        Assert.True(File.Exists(_path));

        Write(Bound.AddTicks(-1));
        Assert.True(Remove());
        Assert.Equal([], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_is_not_there_is_neither_renewed_nor_removed()
    {
        Assert.False(FileAge.TryRenew(_path, Bound));
        Assert.False(Remove());
        Assert.Null(FileAge.Of(_path));
    }

    [Fact]
    public async Task Whoever_was_told_that_a_file_is_renewed_finds_it()
    {
        for (var round = 0; round < 300; round++)
        {
            Write(Bound.AddDays(-1));
            using var together = new Barrier(2);
            var removing = Task.Run(() =>
            {
                together.SignalAndWait();
                return Remove();
            });
            together.SignalAndWait();
            var wasRenewed = FileAge.TryRenew(_path, Bound.AddDays(1));
            var wasRemoved = await removing;

            Assert.False(wasRenewed && wasRemoved);
            Assert.Equal(!wasRemoved, File.Exists(_path));
        }
    }

    private bool Remove() => FileAge.TryRemoveOlder(_path, Bound, Path.Combine(_folder.Path, "aside"));

    private void Write(DateTimeOffset time)
    {
        File.WriteAllText(_path, "content");
        File.SetLastWriteTimeUtc(_path, time.UtcDateTime);
    }
}
