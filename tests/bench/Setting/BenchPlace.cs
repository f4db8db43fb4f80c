using StapFarm.Bench.Plain;
using StapFarm.Lab.Acceleration;
using StapFarm.Lab.Machines;
using StapFarm.Testing;
using StapFarm.Testing.Farm;

namespace StapFarm.Bench.Setting;

/// <summary>
/// What benchmarks share: a farm of their own with the prepared kernel and toolchain, and a booted target. Each is made
/// when it is first asked for.
/// </summary>
internal sealed class BenchPlace(Action<string> say) : IAsyncDisposable
{
    /// <summary>A script that costs as little as any.</summary>
    private const string Trivial = "probe begin { exit() }";

    private readonly string _folder = Directory.CreateTempSubdirectory("stapfarm-bench-").FullName;
    private RealFarm? _farm;
    private FarmApi? _api;
    private Pair? _pair;
    private LabMachine? _target;
    private PlainStaprun? _staprun;

    public static string Kernel => SharedFarm.Kernel61;

    public const string TargetName = "bench";

    /// <summary>How the target's processors are made; null when none was booted.</summary>
    public Accelerator? TargetAccelerator { get; private set; }

    /// <summary>The pair, if anything has asked for it.</summary>
    public Pair? KnownPair => _pair;

    /// <summary>Unmodified clients; they are made when they are prepared.</summary>
    public ClientPlace Clients => field ??= new ClientPlace(this);

    /// <summary>A new empty folder, gone with the bench.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, $"{name}-{Guid.NewGuid():N}")).FullName;

    public async Task<RealFarm> FarmAsync()
    {
        if (_farm is null)
        {
            say("starting a farm");
            _farm = await RealFarm.StartAsync();
        }

        return _farm;
    }

    public async Task<FarmApi> ApiAsync() => _api ??= new FarmApi((await FarmAsync()).Url, Kernel);

    /// <summary>Runs the farm's command to its end, on the clock.</summary>
    /// <inheritdoc cref="TimedProgram.RunAsync"/>
    public static Task<TimedRun> CliAsync(
        RealFarm farm, IEnumerable<string> arguments, CancellationToken cancellationToken, long? interruptAfter = null) =>
        TimedProgram.RunAsync(
            Binaries.Cli, arguments, new Dictionary<string, string> { ["STAPFARM_URL"] = farm.Url }, farm.DataRoot, cancellationToken, interruptAfter);

    /// <summary>Builds a script with the farm's command, on the clock.</summary>
    /// <param name="folder">Gets the script and the module.</param>
    public static async Task<TimedRun> BuildAsync(RealFarm farm, string script, string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "script.stp");
        await File.WriteAllTextAsync(file, script, cancellationToken);
        return await CliAsync(farm, ["build", file, "--kernel", Kernel, "-o", Path.Combine(folder, "module.ko")], cancellationToken);
    }

    public async Task<Pair> PairAsync(CancellationToken cancellationToken)
    {
        if (_pair is null)
        {
            await CliAsync(await FarmAsync(), ["build", "-e", Trivial, "--kernel", Kernel, "-o", Path.Combine(NewFolder("first"), "first.ko")], cancellationToken);
            var built = await (await ApiAsync()).FindCachedAsync(Trivial, cancellationToken);
            _pair = new Pair(
                built.Toolchain,
                built.StapVersion,
                Path.Combine(SharedFarm.DataRoot, "toolchains", built.Toolchain),
                Path.Combine(SharedFarm.DataRoot, "kernels/trees", built.Tree, "tree"),
                built.Kernel.Release);
        }

        return _pair;
    }

    /// <summary>The toolchain's stap by itself, with a cache of its own that is empty.</summary>
    public async Task<PlainStap> NewStapAsync(CancellationToken cancellationToken) =>
        new(await PairAsync(cancellationToken), NewFolder("stap"));

    public async Task<LabMachine> TargetAsync(CancellationToken cancellationToken)
    {
        if (_target is null)
        {
            var farm = await FarmAsync();
            say($"booting a target with {Kernel}");
            _target = await FarmTarget.BootAsync(farm, TargetName, Kernel);
            TargetAccelerator = await AcceleratorTrial.ChooseAsync(_target.Kernel, cancellationToken);
        }

        return _target;
    }

    /// <summary>The toolchain's staprun on the target, by itself.</summary>
    public async Task<PlainStaprun> StaprunAsync(CancellationToken cancellationToken)
    {
        if (_staprun is null)
        {
            var pair = await PairAsync(cancellationToken);
            var target = await TargetAsync(cancellationToken);
            say("copying staprun to the target");
            _staprun = await PlainStaprun.InstallAsync(target, await ApiAsync(), (await FarmAsync()).DataRoot, pair, cancellationToken);
        }

        return _staprun;
    }

    /// <summary>The module of a script in a file of its name, which staprun demands.</summary>
    /// <returns>The file's path.</returns>
    public async Task<string> ModuleAsync(string name, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var file = Path.Combine(NewFolder(name), $"{name}.ko");
        await CliAsync(await FarmAsync(), ["build", "-m", name, .. arguments, "--kernel", Kernel, "-o", file], cancellationToken);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        if (_target is not null)
        {
            await _target.DisposeAsync();
        }

        Clients.Dispose();
        _api?.Dispose();
        _farm?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
