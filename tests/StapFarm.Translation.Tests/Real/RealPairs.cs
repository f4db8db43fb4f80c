using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Testing;
using StapFarm.Translation.Hints;
using StapFarm.Translation.Kbuild;
using StapFarm.Translation.Keys;
using StapFarm.Translation.Preparation;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Stap;
using Xunit;

namespace StapFarm.Translation.Tests.Real;

/// <summary>The prepared farm's toolchains and trees, by stap's release and the kernel's, translated as a worker does.</summary>
public sealed partial class RealPairs : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly ScratchRemover _remover = new(NullLogger<ScratchRemover>.Instance);

    private static string SharedPrepared => Path.Combine(SharedFarm.DataRoot, "prepared");

    /// <summary>What a kernel of today and its toolchain are, and those of yesterday: (stap, kernel).</summary>
    public static IReadOnlyList<(string Stap, string Kernel)> Pairs => [("5.1", SharedFarm.Kernel61), ("5.6", SharedFarm.Kernel612)];

    public void Dispose()
    {
        _remover.Dispose();
        _scratch.Dispose();
    }

    public async Task<FarmFailure> FailureAsync((string Stap, string Kernel) pair, string script, params string[] options) =>
        (await Assert.ThrowsAsync<FarmException>(() => BuildAsync(pair, script, options))).Failure;

    public async Task DemandCompilesAsync((string Stap, string Kernel) pair, string script, params string[] options)
    {
        try
        {
            await BuildAsync(pair, script, options);
        }
        catch (FarmException exception)
        {
            Assert.Fail($"{script}\n{exception.Message}\n{Encoding.UTF8.GetString(exception.Failure.ToolMessages.Span)}");
        }
    }

    /// <summary>The probe points that an advice names.</summary>
    public static IReadOnlyList<string> Suggested(FarmFailure failure) =>
        [.. Points().Matches(failure.Advice).Select(match => match.Value)];

    /// <summary>What everybody who builds it is told.</summary>
    public Task<string> WarningsAsync((string Stap, string Kernel) pair, string script) => BuildAsync(pair, script, []);

    /// <summary>The module's bytes, and whether kbuild was left out.</summary>
    /// <param name="byKbuild">Whether the pair's recorded commands are kept from the build.</param>
    public async Task<(byte[] Module, bool Direct)> ModuleAsync((string Stap, string Kernel) pair, bool byKbuild, string script, params StapOption[] options)
    {
        using var output = await TranslateAsync(pair, byKbuild ? await WithoutCommandsAsync(PlaceOf(pair)) : SharedPrepared, script, options);
        var job = Path.GetDirectoryName(Path.GetDirectoryName(output.ContentPath)!)!;
        return (await File.ReadAllBytesAsync(output.ContentPath), File.Exists(Path.Combine(job, "tmp/stap/.stapfarm-direct")));
    }

    private async Task<string> BuildAsync((string Stap, string Kernel) pair, string script, string[] options)
    {
        using var output = await TranslateAsync(pair, SharedPrepared, script, [.. options.Select(name => new StapOption(name))]);
        return Encoding.UTF8.GetString(Placeholders.Fill(output.Messages.Warnings.Span, "<input>", []));
    }

    private Task<TranslationOutput> TranslateAsync((string Stap, string Kernel) pair, string prepared, string script, StapOption[] options)
    {
        var place = PlaceOf(pair);
        var request = new TranslationRequest(
            new ScriptSource(Encoding.UTF8.GetBytes(script), "", [], options, []),
            place.Pair,
            Architecture.X86_64);
        return Translator(prepared).TranslateAsync(place, request, ModuleKeys.Of(request), new Recorder<Model.Work.WorkProgress>(), default);
    }

    /// <summary>A prepared folder with stap's cache of the pair alone.</summary>
    private async Task<string> WithoutCommandsAsync(TranslationPlace place)
    {
        var folder = _scratch.File("prepared");
        var (from, to) = (Pairs(SharedPrepared).FolderOf(place.Pair), Pairs(folder).FolderOf(place.Pair));
        if (!Directory.Exists(to))
        {
            Directory.CreateDirectory(to);
            using var copy = Process.Start("cp", ["-a", Path.Combine(from, PreparedLayer.CacheName), to]);
            await copy.WaitForExitAsync();
        }

        return folder;

        static PreparedPairs Pairs(string folder) => new(Options.Create(new TranslationOptions { PreparedFolder = folder }));
    }

    private StapTranslator Translator(string preparedFolder)
    {
        var limits = Options.Create(new SandboxOptions());
        var options = Options.Create(new TranslationOptions
        {
            ScratchFolder = _scratch.Path,
            PreparedFolder = preparedFolder,
            HintTime = TimeSpan.FromMinutes(2),
        });
        var stap = new StapRun(new ProcessSandbox(limits, TimeProvider.System, NullLogger<ProcessSandbox>.Instance), limits);
        var prepared = new PreparedPairs(options);
        var slots = WorkerSlots.Of(limits.Value);
        return new StapTranslator(
            stap,
            new PairPreparer(stap, new CommandTrial(stap, NullLogger<CommandTrial>.Instance), prepared, slots, options, TimeProvider.System, NullLogger<PairPreparer>.Instance),
            prepared,
            slots,
            _remover,
            new HintFinder(HintServices.All(null, null), options, TimeProvider.System, NullLogger<HintFinder>.Instance),
            options);
    }

    private static TranslationPlace PlaceOf((string Stap, string Kernel) pair)
    {
        var root = Folders("toolchains").Single(folder => Installed(folder) == pair.Stap);
        var tree = Folders("kernels/trees").Single(folder => Directory.Exists(Path.Combine(folder, "tree/lib/modules", pair.Kernel)));
        return new(
            new Toolchain(Named(root), $"stap-{pair.Stap}", pair.Stap, Architecture.X86_64, [Architecture.X86_64], [], [], new(default, 0, ""), default),
            root,
            new KernelTree(Named(tree), new(Architecture.X86_64, pair.Kernel, "", "0"), "", true, "", [], 0, default),
            Path.Combine(tree, "tree"));
    }

    private static IEnumerable<string> Folders(string name) =>
        Directory.EnumerateDirectories(Path.Combine(SharedFarm.DataRoot, name)).Where(folder => Digest.TryParse(Path.GetFileName(folder), out _));

    private static Digest Named(string folder) => Digest.TryParse(Path.GetFileName(folder), out var digest) ? digest : default;

    /// <summary>The release of stap that the root's package database names, e.g. <c>5.1</c>.</summary>
    private static string? Installed(string root) =>
        File.ReadLines(Path.Combine(root, "var/lib/dpkg/status"))
            .SkipWhile(line => line != "Package: systemtap")
            .FirstOrDefault(line => line.StartsWith("Version: ", StringComparison.Ordinal))?["Version: ".Length..].Split('-')[0];

    [GeneratedRegex(@"(?:kernel|module\(""\w+""\))\.(?:function|statement)\(""[^""]+""\)(?:\.(?:call|return|inline))?")]
    private static partial Regex Points();
}
