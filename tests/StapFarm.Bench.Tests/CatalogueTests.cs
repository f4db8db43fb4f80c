using StapFarm.Bench.Benchmarks;
using StapFarm.Bench.Setting;

namespace StapFarm.Bench.Tests;

public sealed class CatalogueTests
{
    [Fact]
    public async Task Every_timing_that_is_promised_has_a_benchmark()
    {
        await using var place = new BenchPlace(_ => { });

        var names = Catalogue.For(place).Select(benchmark => benchmark.Info.Name);

        Assert.Equal(["first-build", "next-build", "cli-hit", "grpc-hit", "first-line", "relay", "client-hit", "clients-same", "clients-other"], names);
    }

    [Fact]
    public async Task A_hit_is_to_be_ten_times_faster_and_a_new_script_no_slower()
    {
        await using var place = new BenchPlace(_ => { });

        var expected = Catalogue.For(place).Where(benchmark => benchmark.Info.Expected is not null).ToDictionary(benchmark => benchmark.Info.Name, benchmark => benchmark.Info.Expected);

        Assert.Equal(new Dictionary<string, double?> { ["next-build"] = 1, ["cli-hit"] = 10, ["client-hit"] = 3 }, expected);
    }

    [Fact]
    public async Task Rounds_are_odd_in_number_so_that_the_median_is_one_of_them()
    {
        await using var place = new BenchPlace(_ => { });

        Assert.All(Catalogue.For(place).Select(benchmark => benchmark.Info), info => Assert.Equal(1, info.Rounds % 2));
    }

    [Fact]
    public void Scripts_of_different_numbers_are_different_scripts() =>
        Assert.NotEqual(FunctionProbe.Script(1), FunctionProbe.Script(2));
}
