using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using Xunit;

namespace StapFarm.Model.Tests.Options;

public sealed class OptionTableTests
{
    /// <summary>The short options of stap 5.1 and 5.6; <c>J</c> and <c>j</c> are in its table too, and do nothing but fail.</summary>
    private const string Short = "hVvtp:I:e:E:o:R:r:a:m:kgPc:x:D:bs:uqiwl:d:L:FS:B:WG:T:";

    /// <summary>Its long ones, with <c>:</c> for a value and <c>::</c> for one that may be left out.</summary>
    private const string Long = """
        skip-badvars vp: unprivileged build-as:: client-options help disable-cache poison-cache clean-cache compatible: ldd
        use-server:: list-servers:: trust-servers:: use-server-on-error:: use-http-server: all-modules sign-module:: remote:
        remote-prefix check-version version tmpdir: download-debuginfo:: dump-probe-types dump-probe-aliases dump-functions
        privilege: suppress-handler-errors modinfo: rlimit-as: rlimit-cpu: rlimit-nproc: rlimit-stack: rlimit-fsize: sysroot:
        sysenv: suppress-time-limits runtime: dyninst bpf benchmark-sdt benchmark-sdt-loops: benchmark-sdt-threads: color::
        colour:: prologue-searching:: save-uprobes target-namespaces: monitor:: interactive example no-global-var-display
        language-server debug semantic-keep-going
        """;

    public static TheoryData<string, OptionValue> Spellings()
    {
        var data = new TheoryData<string, OptionValue>();
        for (var i = 0; i < Short.Length; i++)
        {
            if (Short[i] != ':')
            {
                data.Add($"-{Short[i]}", i + 1 < Short.Length && Short[i + 1] == ':' ? OptionValue.Required : OptionValue.None);
            }
        }

        foreach (var name in Long.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            data.Add($"--{name.TrimEnd(':')}", name.EndsWith("::", StringComparison.Ordinal) ? OptionValue.Optional : name.EndsWith(':') ? OptionValue.Required : OptionValue.None);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Every_option_of_stap_is_classified_and_takes_the_value_that_stap_takes(string spelling, OptionValue value)
    {
        if (spelling is "-P" or "--unprivileged")
        {
            // They stand for another option with a value.
            return;
        }

        var rule = Assert.Single(OptionTable.All, rule => rule.Spellings.Contains(spelling));
        Assert.Equal(value, rule.Value);
    }

    [Fact]
    public void A_refusal_has_a_reason() =>
        Assert.All(
            OptionTable.All.Where(rule => rule.Grpc == OptionRole.Refused || rule.StapPort == OptionRole.Refused),
            rule => Assert.NotEmpty(rule.Reason));

    [Fact]
    public void The_stap_port_is_never_wider_than_grpc() =>
        Assert.All(OptionTable.All, rule => Assert.True(rule.StapPort == rule.Grpc || rule.StapPort == OptionRole.Refused, rule.Name));

    [Theory]
    [InlineData("-c")]
    [InlineData("-I")]
    [InlineData("-k")]
    [InlineData("--nosuch")]
    [InlineData("-P")]
    public void An_option_list_of_a_request_holds_only_what_a_translation_takes(string name)
    {
        var failure = Assert.Throws<FarmException>(() => OptionSet.Create(FrontDoor.Grpc, [new StapOption(name, "1"u8.ToArray())], 0)).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
    }

    [Fact]
    public void The_canonical_form_has_the_tables_order_keeps_lists_and_takes_the_last_of_others()
    {
        var set = Set("-D b", "-t", "-m one", "-g", "-D a", "-t", "-m two", "-v", "-w");
        Assert.Equal(["-g", "-m two", "-D b", "-D a", "-t"], set.Canonical.Select(Show));
        Assert.Equal("two", set.ModuleName);
    }

    [Theory]
    [InlineData("-p 4")]
    [InlineData("-p 5")]
    [InlineData("--privilege stapdev")]
    [InlineData("--runtime kernel")]
    [InlineData("-v")]
    [InlineData("-w")]
    [InlineData("--color")]
    public void What_says_no_more_than_the_default_is_not_part_of_it(string option) => Assert.Empty(Set(option).Canonical);

    [Fact]
    public void Verbosity_is_part_of_it_where_it_changes_what_comes_out()
    {
        Assert.Equal(["-p 2", "--vp 11110"], Set("-p 2", "-v").Canonical.Select(Show));
        Assert.Equal(["--dump-functions", "--vp 11110"], Set("--dump-functions", "-v").Canonical.Select(Show));
        Assert.Equal(["--vp 22220"], Set("-v", "-v").Canonical.Select(Show));
        Assert.Equal(["--vp 13110"], Set("--vp 03").Canonical.Select(Show));
    }

    [Fact]
    public void Silence_is_part_of_it_only_where_warnings_are_errors() =>
        Assert.Equal(["-W", "-w"], Set("-w", "-W").Canonical.Select(Show));

    private static OptionSet Set(params string[] options) => OptionSet.Create(
        FrontDoor.Grpc,
        [.. options.Select(option => option.Split(' ') is [var name, var value] ? new StapOption(name, System.Text.Encoding.UTF8.GetBytes(value)) : new StapOption(option))],
        0);

    private static string Show(StapOption option) =>
        option.Value is { } value ? $"{option.Name} {System.Text.Encoding.UTF8.GetString(value.Span)}" : option.Name;
}
