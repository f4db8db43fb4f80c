using StapFarm.Runner.Target;

namespace StapFarm.Runner.Tests.Target;

public sealed class KernelFactsTests
{
    // Two notes as the kernel has them: Xen's, then GNU's build-id.
    private static readonly byte[] Notes =
    [
        4, 0, 0, 0, 3, 0, 0, 0, 6, 0, 0, 0, (byte)'X', (byte)'e', (byte)'n', 0, (byte)'2', (byte)'.', 0, 0,
        4, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, (byte)'G', (byte)'N', (byte)'U', 0, 0xde, 0xad, 0xbe, 0xef,
    ];

    [Fact]
    public void The_build_id_is_found_among_other_notes() => Assert.Equal("deadbeef", KernelNotes.BuildId(Notes));

    [Fact]
    public void Notes_cut_short_have_no_build_id()
    {
        for (var length = 0; length < Notes.Length; length++)
        {
            Assert.Null(KernelNotes.BuildId(Notes.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData("none [integrity] confidentiality\n", "integrity")]
    [InlineData("[none] integrity confidentiality\n", "none")]
    [InlineData("", "")]
    public void The_lockdown_state_is_the_bracketed_one(string text, string state) => Assert.Equal(state, Lockdowns.Parse(text));

    [Fact]
    public void Asymmetric_keys_are_listed_by_their_ids()
    {
        const string keys = """
            0a1b2c3d I------     1 perm 1f030000     0     0 asymmetri Debian Secure Boot CA: 6ccece7e4c6c0d1f6149f3dd27dfcc5cbb419ea1: X509.rsa bb419ea1 []
            1b2c3d4e I------     2 perm 1f0b0000     0     0 keyring   .builtin_trusted_keys: 2
            """;

        Assert.Equal(["bb419ea1"], KeyList.Parse(keys));
    }

    [Fact]
    public void This_machines_kernel_says_what_uname_says()
    {
        var identity = new LinuxKernelFacts().Identity;

        Assert.Equal(File.ReadAllText("/proc/sys/kernel/osrelease").Trim(), identity.Release);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/version").Trim(), identity.Version);
        Assert.NotEmpty(identity.Architecture.Name);
    }
}
