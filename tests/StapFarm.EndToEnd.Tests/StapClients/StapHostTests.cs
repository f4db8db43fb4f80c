using StapFarm.Lab.Exec;
using Xunit;

namespace StapFarm.EndToEnd.Tests.StapClients;

/// <summary>A host that has neither debuginfo nor a compiler runs scripts with its own stap, to their output.</summary>
[Trait("lane", "real")]
public sealed class StapHostTests(FarmWithStapHost farm) : IClassFixture<FarmWithStapHost>
{
    private const string ForUsers = "--privilege=stapusr";
    private const string Hello = "-e 'probe begin { println(\"hello\") exit() }'";

    [Theory]
    [InlineData("5.1")]
    [InlineData("5.6")]
    public async Task Root_traces_a_function_of_the_kernel(string release)
    {
        var ran = await farm.StapAsync(release, StapHost.Root, "-e 'probe kernel.function(\"vfs_read\") { printf(\"%s %d\\n\", pp(), $count >= 0) exit() }' -c 'cat /proc/uptime'");

        Assert.True(ran.ExitCode == 0, Said(ran));
        Assert.Matches("kernel.function\\(\"vfs_read@.*\"\\).* 1\n", ran.Output);
    }

    [Theory]
    [InlineData("5.1")]
    [InlineData("5.6")]
    public async Task A_user_of_the_group_stapusr_runs_what_the_farm_signed(string release)
    {
        var ran = await farm.StapAsync(release, StapHost.User, $"{ForUsers} {Hello}");

        Assert.True(ran.ExitCode == 0, Said(ran));
        Assert.Equal("hello\n", ran.Output);
    }

    [Theory]
    [InlineData("5.1")]
    [InlineData("5.6")]
    public async Task A_user_gets_no_probe_in_the_kernel(string release)
    {
        var refused = await farm.StapAsync(release, StapHost.User, $"{ForUsers} -e 'probe kernel.function(\"vfs_read\") {{ exit() }}'");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("privilege", refused.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("5.1")]
    [InlineData("5.6")]
    public async Task A_users_module_that_was_altered_is_refused_and_an_untouched_one_is_loaded(string release)
    {
        var module = await BuiltAsync(release, ForUsers);
        var loaded = await farm.Host.RunAsync(release, StapHost.User, $"staprun ./{module}");
        // The last byte of the file, which is of no consequence to the kernel.
        var altered = await farm.Host.RunAsync(release, StapHost.User, $"printf x >>{module} && staprun ./{module}");

        Assert.True(loaded.ExitCode == 0, Said(loaded));
        Assert.Equal("hello\n", loaded.Output);
        Assert.NotEqual(0, altered.ExitCode);
        Assert.Empty(altered.Output);
        Assert.Contains("signature", altered.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("5.1")]
    [InlineData("5.6")]
    public async Task A_users_module_without_its_signature_is_refused(string release)
    {
        var module = await BuiltAsync(release, ForUsers);
        var refused = await farm.Host.RunAsync(release, StapHost.User, $"rm {module}.sgn && staprun ./{module}");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Empty(refused.Output);
    }

    [Fact]
    public async Task A_user_is_not_given_a_module_that_may_do_anything()
    {
        var module = await BuiltAsync("5.1", "");
        var refused = await farm.Host.RunAsync("5.1", StapHost.User, $"test ! -e {module}.sgn && staprun ./{module}");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Empty(refused.Output);
    }

    private async Task<string> BuiltAsync(string release, string options)
    {
        var built = await farm.StapAsync(release, StapHost.User, $"{options} -p4 {Hello}");
        Assert.True(built.ExitCode == 0, Said(built));
        return built.Output.Trim();
    }

    private static string Said(ExecResult result) => $"{result.ExitCode}: {result.Output}{result.Error}";
}
