using Microsoft.Extensions.Time.Testing;
using StapFarm.Kernels.Tests.Depot;
using StapFarm.Kernels.Wanted;

namespace StapFarm.Kernels.Tests.Wanted;

public sealed class WishBookTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly WishBook _book;

    public WishBookTests() => _book = new WishBook(new MemoryManifests(), _time);

    [Fact]
    public async Task What_is_asked_for_again_is_one_wish_with_its_last_time()
    {
        await AskAsync("6.1.0-56-cloud-amd64");
        _time.Advance(TimeSpan.FromHours(1));
        await AskAsync("6.1.0-56-cloud-amd64");

        Assert.Equal(new KernelWish("6.1.0-56-cloud-amd64", 2, _time.GetUtcNow()), Assert.Single(await ListAsync()));
        await _book.ForgetAsync("6.1.0-56-cloud-amd64", CancellationToken.None);
        Assert.Empty(await ListAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("kernel")]
    [InlineData("6.1\u001b[2J")]
    public async Task What_is_no_kernels_name_is_not_kept(string name)
    {
        await AskAsync(name);

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Who_asks_for_ever_new_names_fills_no_store()
    {
        for (var i = 0; i < 300; i++)
        {
            await AskAsync($"6.1.{i}");
        }

        Assert.Equal(200, (await ListAsync()).Count);
        await AskAsync("6.1.0");
        Assert.Equal(2, (await ListAsync()).Single(wish => wish.Name == "6.1.0").Times);
    }

    private Task AskAsync(string name) => _book.AskedAsync(name, CancellationToken.None);

    private Task<IReadOnlyList<KernelWish>> ListAsync() => _book.ListAsync(CancellationToken.None);
}
