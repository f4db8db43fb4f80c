using StapFarm.Kernels.Programs;
using StapFarm.Model.Failures;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Programs;

public sealed class DiskFullTests
{
    [Fact]
    public void A_full_disk_is_told_from_other_trouble()
    {
        var full = Assert.Throws<IOException>(() =>
        {
            using var file = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write([1]);
        });

        Assert.True(DiskFull.Is(full));
        Assert.False(DiskFull.Is(new FileNotFoundException()));
        Assert.False(DiskFull.Is(new IOException("broken pipe", 32)));
    }

    [Fact]
    public async Task A_program_that_meets_a_full_disk_is_understood()
    {
        var result = await ProgramResult.RunAsync("dd", ["if=/dev/zero", "of=/dev/full", "count=1"], null, CancellationToken.None);

        Assert.NotEqual(0, result.ExitCode);
        Assert.True(DiskFull.Is(result.Errors));
    }

    [Fact]
    public void What_would_not_fit_is_refused_before_it_is_fetched()
    {
        using var folder = new ScratchFolder();

        var failure = Assert.Throws<FarmException>(() => DiskFull.Check(folder.Path, long.MaxValue)).Failure;

        Assert.Equal(FailureCode.StoreFull, failure.Code);
        Assert.Contains(folder.Path, failure.Message, StringComparison.Ordinal);
        DiskFull.Check(folder.Path, 1);
    }

    [Fact]
    public async Task A_program_that_is_not_installed_is_named()
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => ProgramResult.RunAsync("no-such-program", [], null, CancellationToken.None))).Failure;

        Assert.Contains("no-such-program", failure.Message, StringComparison.Ordinal);
    }
}
