using System.Net;
using Microsoft.Extensions.DependencyInjection;
using StapFarm.CompileServer.StapPort.Discovery;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.Model.Kernels;

namespace StapFarm.CompileServer.Tests.StapPort.Discovery;

public sealed class AnnouncementTests
{
    [Fact]
    public void Its_records_are_those_of_stap_serverd()
    {
        var announcement = new Announcement("6.1 x86_64", 7078, "5.1", "00:aa", "11:22 33:44");

        Assert.Equal(["sysinfo=6.1 x86_64", "optinfo=", "version=5.1", "certinfo=00:aa", "mok_info=11:22", "mok_info=33:44"], announcement.Records);
    }

    [Theory]
    [InlineData("host.example.org", 1, "Systemtap Compile Server on host")]
    [InlineData("host", 3, "Systemtap Compile Server on host #3")]
    public void Instances_are_named_after_the_host_and_numbered(string host, int number, string name) => Assert.Equal(name, Announcement.Name(host, number));

    [Fact]
    public void A_name_is_never_longer_than_dns_takes() => Assert.True(Announcement.Name(new string('x', 64), 9999).Length <= 63);

    [Theory]
    [InlineData("Auto", "127.0.0.1", false)]
    [InlineData("Auto", "::1", false)]
    [InlineData("Auto", "0.0.0.0", true)]
    [InlineData("Auto", "192.0.2.2", true)]
    [InlineData("Always", "127.0.0.1", true)]
    [InlineData("Never", "0.0.0.0", false)]
    public void What_others_cannot_reach_is_announced_only_on_demand(string mode, string address, bool wanted) =>
        Assert.Equal(wanted, StapAnnouncer.IsWanted(Enum.Parse<AnnounceMode>(mode), IPAddress.Parse(address)));

    [Fact]
    public async Task A_farm_that_fetches_kernels_is_there_for_all_of_its_architecture() =>
        Assert.Equal([Architecture.OfThisMachine.Name, "6.6 riscv"], await SystemsAsync());

    [Fact]
    public async Task Else_it_is_there_for_each_kernel_that_it_has() =>
        Assert.Equal([$"{Samples.Release} x86_64", "6.6 riscv"], (await SystemsAsync("--Farm:StapPort:FetchKernels=false")).Order(StringComparer.Ordinal));

    private static async Task<string[]> SystemsAsync(params string[] settings)
    {
        await using var farm = await StapFarmPort.StartAsync(settings);
        var foreign = Samples.Tree("6.6", "a build");
        // Two builds of one release are one to clients.
        farm.Kernels.Put(Samples.Tree(Samples.Release, "second build"), foreign with { Identity = foreign.Identity with { Architecture = new("riscv") } });
        farm.Toolchains.Put(Samples.Toolchain("debian:sid", "5.6"));
        farm.Toolchains.Put(Samples.Toolchain("centos:7", "4.0"));
        var all = await farm.Services.GetRequiredService<Announcements>().ListAsync(1234, CancellationToken.None);

        Assert.All(all, one => Assert.Equal((1234, "5.6", ""), (one.Port, one.Version, one.OwnerKeys)));
        Assert.All(all, one => Assert.Matches("^00(:[0-9a-f]{2}){4}$", one.Certificate));
        return [.. all.Select(one => one.System)];
    }
}
