using StapFarm.Testing;
using StapFarm.Translation.Sandbox;
using Xunit;

namespace StapFarm.Translation.Tests.Sandbox;

public sealed class SandboxIsolationTests
{
    [Fact]
    public async Task The_default_is_bubblewrap_and_it_works_here()
    {
        Assert.Equal(SandboxMode.Bubblewrap, new SandboxOptions().Mode);
        using var box = new Sandboxed(1);
        var result = await box.RunAsync("readlink /proc/self/ns/user; cat /proc/self/uid_map");
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(new FileInfo("/proc/self/ns/user").LinkTarget!, box.Output);
        Assert.Contains("1000", box.Output);
    }

    [Fact]
    public async Task Files_of_the_host_are_not_there()
    {
        using var secret = new ScratchFolder();
        await File.WriteAllTextAsync(secret.File("marker"), "host secret");
        new DirectoryInfo(secret.Path).UnixFileMode = (UnixFileMode)0x1ff;
        using var box = new Sandboxed(2);
        await box.RunAsync($"cat {secret.File("marker")} /root/.bashrc; ls -A /root /home /var /srv /run /sys /tmp; ls /");
        Assert.DoesNotContain("host secret", box.Output);
        string[] there = ["bin", "dev", "etc", "lib", "lib64", "opt", "proc", "sbin", "stapfarm", "tmp", "usr"];
        Assert.Equal(there, box.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Except(["/tmp:", "lib32", "libx32"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_scratch_can_be_written()
    {
        using var box = new Sandboxed(3);
        await box.RunAsync("echo ok >/dev/null || echo null; for f in /x /usr/x /etc/x /stapfarm/x /stapfarm/script.stp /dev/x /dev/shm/x /proc/sys/kernel/hostname; do echo x 2>/dev/null >$f && echo $f; done; for f in /tmp /stapfarm/work /stapfarm/state; do echo x >$f/x && echo $f; done");
        Assert.Equal("/tmp\n/stapfarm/work\n/stapfarm/state\n", box.Output);
        Assert.Equal("x\n", await File.ReadAllTextAsync(Path.Combine(box.Folder.Work, "x")));
    }

    [Fact]
    public async Task There_is_no_network_no_other_process_and_no_privilege()
    {
        using var box = new Sandboxed(4);
        await box.RunAsync("cat /proc/net/dev | tail -n +3 | cut -d: -f1 | tr -d ' '; ls /proc | grep -c '^[0-9]'; grep -E '^(CapEff|CapPrm|CapBnd|NoNewPrivs)' /proc/self/status | tr -s '\\t' ' '; unshare -U true 2>/dev/null || echo no-userns");
        var lines = box.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("lo", lines[0]);
        Assert.True(int.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture) < 10);
        Assert.Contains("CapEff: 0000000000000000", lines);
        Assert.Contains("CapPrm: 0000000000000000", lines);
        Assert.Contains("CapBnd: 0000000000000000", lines);
        Assert.Contains("NoNewPrivs: 1", lines);
        Assert.Contains("no-userns", lines);
    }

    [Fact]
    public async Task On_the_host_it_is_the_slots_user()
    {
        using var box = new Sandboxed(5);
        await box.RunAsync("id -u; id -g; touch /tmp/mine");
        Assert.Equal("1000\n1000\n", box.Output);
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat") { ArgumentList = { "-c", "%u:%g", Path.Combine(box.Folder.Temporary, "mine") }, RedirectStandardOutput = true })!;
        Assert.Equal($"{box.Slot.Uid}:{box.Slot.Uid}\n", await stat.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task The_environment_is_fixed()
    {
        Environment.SetEnvironmentVariable("STAPFARM_TEST_LEAK", "leak");
        using var box = new Sandboxed(6);
        await box.RunAsync(["/usr/bin/env"u8.ToArray()]);
        var names = box.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]);
        Assert.Equal(["HOME", "KBUILD_BUILD_HOST", "KBUILD_BUILD_USER", "LANG", "PATH", "PWD", "SYSTEMTAP_DIR", "TMPDIR"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Arguments_arrive_as_the_bytes_that_were_given()
    {
        byte[] odd = [0xff, 0xfe, (byte)'\n', (byte)'*', (byte)'$', (byte)'\'', 0x01];
        using var box = new Sandboxed(7);
        await box.RunAsync(["/usr/bin/printf"u8.ToArray(), "%s|"u8.ToArray(), odd, Array.Empty<byte>(), "--x"u8.ToArray()]);
        Assert.Equal([.. odd, (byte)'|', (byte)'|', .. "--x|"u8], File.ReadAllBytes(box.Folder.Output));
    }

    [Fact]
    public async Task Output_error_and_exit_code_come_back()
    {
        using var box = new Sandboxed(8);
        var result = await box.RunAsync("echo out; echo one >&2; printf two >&2; exit 7");
        Assert.Equal((7, "out\n", "one\ntwo\n"), (result.ExitCode, box.Output, box.Error));
    }

    [Fact]
    public async Task Without_a_sandbox_the_root_and_the_user_are_still_others()
    {
        using var box = new Sandboxed(9, new SandboxOptions { Mode = SandboxMode.None });
        var result = await box.RunAsync("id -u; ls -A /root /home 2>/dev/null; touch /usr/x 2>/dev/null || echo read-only; touch mine; pwd; grep NoNewPrivs /proc/self/status | tr -s '\\t' ' '");
        Assert.Equal((0, $"{box.Slot.Uid}\nread-only\n/stapfarm/work\nNoNewPrivs: 1\n"), (result.ExitCode, box.Output));
    }
}
