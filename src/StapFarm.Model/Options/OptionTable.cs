using static StapFarm.Model.Options.OptionRepeat;
using static StapFarm.Model.Options.OptionRole;
using static StapFarm.Model.Options.OptionValue;

namespace StapFarm.Model.Options;

/// <summary>
/// Every option of stap 5.1 and 5.6, and what it is to the farm. What changes a module was read from the sources
/// (<c>session.cxx</c>, <c>hash.cxx</c>, <c>translate.cxx</c>, <c>buildrun.cxx</c>) and tried: the same script with and
/// without the option, modules compared. The order is that of the canonical encoding: append only.
/// </summary>
public static class OptionTable
{
    private const string Farm = "the farm's own business.";
    private const string Server = "the farm is the compile server; say where it is with the command's own options.";
    private const string Limits = "the farm has limits of its own, set where its workers run.";
    private const string Cache = "the farm keeps modules under keys of its own and builds in a folder of its own.";
    private const string Local = "it needs a terminal, a disk or a kernel of the machine that translates.";
    private const string Kernel = "kernels and toolchains are the farm's; name a kernel instead.";
    private const string UserSpace = "the farm doesn't have the target's programs and libraries.";

    /// <summary>All rules, in the order of the canonical encoding.</summary>
    public static IReadOnlyList<OptionRule> All { get; } =
    [
        // What is listed or how far the translation goes.
        Rule("-l", Required, Last, Key),
        Rule("-L", Required, Last, Key),
        Rule("--dump-probe-types", None, Once, Key),
        Rule("--dump-probe-aliases", None, Once, Key),
        Rule("--dump-functions", None, Once, Key),
        Rule("-p", Required, Last, Key, check: OptionChecks.Pass),

        // What changes the module. -g stands before --suppress-time-limits, which stap takes only after it.
        Rule("--privilege", Required, Last, Key, check: OptionChecks.Privilege),
        Rule("-g", None, Once, Key, needsStapdev: true),
        Rule("-m", Required, Last, Key, check: OptionChecks.ModuleName, needsStapdev: true),
        Rule("-D", Required, List, Key, check: OptionChecks.NotEmpty, needsStapdev: true),
        Rule("-B", Required, List, Key, Refused, "the stock server refuses it too.", OptionChecks.KbuildFlag, needsStapdev: true),
        Rule("--modinfo", Required, List, Key, Refused, "the stock server refuses it too.", OptionChecks.ModuleInfo, needsStapdev: true),
        Rule("-E", Required, List, Key),
        Rule("-d", Required, List, Key, check: OptionChecks.KernelObject),
        Rule("-t", None, Once, Key),
        Rule("-b", None, Once, Key),
        Rule("-u", None, Once, Key),
        Rule("-W", None, Once, Key),
        Rule("--skip-badvars", None, Once, Key),
        Rule("--prologue-searching", Optional, Last, Key, check: OptionChecks.PrologueSearching),
        Rule("--compatible", Required, Last, Key),
        Rule("--check-version", None, Once, Key),
        Rule("--suppress-handler-errors", None, Once, Key),
        Rule("--suppress-time-limits", None, Once, Key, needsStapdev: true),
        Rule("--no-global-var-display", None, Once, Key),
        Rule("--runtime", Required, Last, Key, check: OptionChecks.Runtime),
        Rule("--semantic-keep-going", None, Once, Key),

        // What is only shown.
        Rule("-v", None, List, TranslationOnly),
        Rule("--vp", Required, List, TranslationOnly, check: OptionChecks.PassVerbosity),
        Rule("-w", None, Once, TranslationOnly),
        Rule("--color", Optional, Last, TranslationOnly, spellings: ["--color", "--colour"]),

        // What staprun does. stap makes a timer probe of -T, which would give each time limit a module of its own.
        Rule("-c", Required, Last, RunOnly, check: OptionChecks.NotEmpty),
        Rule("-x", Required, Last, RunOnly, check: OptionChecks.Pid),
        Rule("-G", Required, List, RunOnly, check: OptionChecks.Global),
        Rule("-T", Required, Last, RunOnly, check: OptionChecks.Seconds),
        Rule("-o", Required, Last, RunOnly),
        Rule("-S", Required, Last, RunOnly),
        Rule("-s", Required, Last, RunOnly),
        Rule("-F", None, Once, RunOnly),
        Rule("--target-namespaces", Required, Last, RunOnly, check: OptionChecks.Pid),

        // What is in the key by its contents.
        Rule("-e", Required, List, Input),
        Rule("-I", Required, List, Input, needsStapdev: true),
        Rule("-r", Required, Last, Input),
        Rule("-a", Required, Last, Input),

        // What isn't done.
        No("-h", None, "ask 'man stap', or 'stapfarm help'.", "--help"),
        No("-V", None, "'stapfarm toolchain list' has the releases of stap.", "--version"),
        No("-i", None, Local, "--interactive"),
        No("-k", None, Cache),
        No("-q", None, Local),
        No("-R", Required, "the runtime is the toolchain's."),
        No("--all-modules", None, "it means the modules loaded where stap runs; name them with -d."),
        No("--ldd", None, UserSpace),
        No("--sysroot", Required, UserSpace),
        No("--sysenv", Required, UserSpace),
        No("--save-uprobes", None, "no kernel of the farm needs that module."),
        No("--download-debuginfo", Optional, Kernel),
        No("--bpf", None, "the farm builds kernel modules only."),
        No("--dyninst", None, "the farm builds kernel modules only."),
        No("--monitor", Optional, Local),
        No("--example", None, "give the script itself."),
        No("--language-server", None, Local),
        No("--benchmark-sdt", None, Local),
        No("--benchmark-sdt-loops", Required, Local),
        No("--benchmark-sdt-threads", Required, Local),
        No("--debug", None, Cache),
        No("--build-as", Optional, Farm),
        No("--client-options", None, Farm),
        No("--sign-module", Optional, "the farm signs what it may sign by itself."),
        No("--tmpdir", Required, Cache),
        No("--disable-cache", None, Cache),
        No("--poison-cache", None, Cache),
        No("--clean-cache", None, Cache),
        No("--use-server", Optional, Server),
        No("--use-server-on-error", Optional, Server),
        No("--use-http-server", Required, Server),
        No("--list-servers", Optional, Server),
        No("--trust-servers", Optional, Server),
        No("--remote", Required, "use 'stapfarm run --on RUNNER'."),
        No("--remote-prefix", None, "'stapfarm run' prefixes by itself when there are several runners."),
        No("--rlimit-as", Required, Limits),
        No("--rlimit-cpu", Required, Limits),
        No("--rlimit-nproc", Required, Limits),
        No("--rlimit-stack", Required, Limits),
        No("--rlimit-fsize", Required, Limits),
    ];

    private static OptionRule Rule(
        string name,
        OptionValue value,
        OptionRepeat repeat,
        OptionRole grpc,
        OptionRole? stapPort = null,
        string reason = "",
        Func<ReadOnlyMemory<byte>, string?>? check = null,
        bool needsStapdev = false,
        IReadOnlyList<string>? spellings = null) =>
        new(name, spellings ?? [name], value, repeat, grpc, stapPort ?? grpc, reason, check, needsStapdev);

    private static OptionRule No(string name, OptionValue value, string reason, string? other = null) =>
        Rule(name, value, Last, Refused, reason: reason, spellings: other is null ? [name] : [name, other]);
}
