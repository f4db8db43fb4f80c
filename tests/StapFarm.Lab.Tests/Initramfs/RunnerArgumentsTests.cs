using StapFarm.Lab.Initramfs;
using StapFarm.Lab.Machines;
using Xunit;

namespace StapFarm.Lab.Tests.Initramfs;

public sealed class RunnerArgumentsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:7077", "http://10.0.2.2:7077")]
    [InlineData("http://localhost:7077/", "http://10.0.2.2:7077")]
    [InlineData("https://farm.example:443/", "https://farm.example")]
    public void The_hosts_loopback_is_given_the_address_under_which_the_guest_sees_it(string farm, string seen) =>
        Assert.Equal(
            ["--farm", seen, "--name", "web1"],
            RunnerArguments.For(new LabRunner("runner", new Uri(farm)), "web1"));

    [Fact]
    public void Key_labels_and_further_arguments_follow()
    {
        var runner = new LabRunner("runner", new Uri("http://127.0.0.1:1"))
        {
            FarmKey = "/tmp/key.pem",
            Labels = ["zone=a", "role=web"],
            Arguments = ["--spool", "1M"],
        };

        Assert.Equal(
            [
                "--farm", "http://10.0.2.2:1", "--farm-key", "/etc/stapfarm/farm.pem", "--name", "web1",
                "--label", "zone=a", "--label", "role=web", "--spool", "1M",
            ],
            RunnerArguments.For(runner, "web1"));
    }
}
