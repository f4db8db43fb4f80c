using System.Text;
using StapFarm.Translation.Stap;
using Xunit;

namespace StapFarm.Translation.Tests.Stap;

public sealed class UserSpaceProbesTests
{
    [Theory]
    [InlineData("  STAP_PROBE_INIT(0, &probe_1, \"process(\\\"/usr/bin/ls\\\").begin\", \"process(\\\"/usr/bin/ls\\\").begin\", \"<input>:1:1\", \"\"),", "process(\"/usr/bin/ls\").begin")]
    [InlineData("  STAP_PROBE_INIT(3, &probe_1, \"process(1).end\", \"process(1).end\", \"x\", \"\"),", "process(1).end")]
    [InlineData("  STAP_PROBE_INIT(3, NULL, \"process(1).end\", \"process(1).end\", \"x\", \"\"),", "process(1).end")]
    public void A_resolved_probe_of_a_program_is_found_in_the_C_code(string line, string probe) =>
        Assert.Equal(probe, UserSpaceProbes.InCode(Encoding.UTF8.GetBytes($"int x;\n{line}\n")));

    [Theory]
    [InlineData("  STAP_PROBE_INIT(0, &probe_1, \"process.begin\", \"process.begin\", \"\", \"\"),")]
    [InlineData("  STAP_PROBE_INIT(0, &probe_1, \"kernel.function(\\\"process\\\")\", \"x\", \"\", \" from: process(\\\"x\\\")\"),")]
    [InlineData("  printf(\"process(1)\");")]
    [InlineData("#define STAP_PROBE_INIT(I, PH, PP, PN, L, D) process(1)")]
    public void What_only_speaks_of_programs_is_none(string line) =>
        Assert.Null(UserSpaceProbes.InCode(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void A_listing_with_a_program_is_found()
    {
        Assert.Equal("process(\"/usr/bin/ls\").begin", UserSpaceProbes.InListing("# probes\nprocess(\"/usr/bin/ls\").begin /* <- x */\n"u8));
        Assert.Null(UserSpaceProbes.InListing("kernel.function(\"process\")\nprocess.begin\n"u8));
    }
}
