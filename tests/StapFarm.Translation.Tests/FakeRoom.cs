using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StapFarm.Model.Builds;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Testing;
using StapFarm.Translation.Hints;
using StapFarm.Translation.Kbuild;
using StapFarm.Translation.Preparation;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Stap;
using StapFarm.Translation.Tests.Keys;

namespace StapFarm.Translation.Tests;

/// <summary>The room with a sandbox that runs a function instead of a program.</summary>
internal sealed class FakeRoom : ISandbox, IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly List<string> _commands = [];
    private readonly ScratchRemover _remover = new(NullLogger<ScratchRemover>.Instance);

    public FakeRoom(int slots = 2)
    {
        var sandbox = Microsoft.Extensions.Options.Options.Create(new SandboxOptions { Slots = slots });
        var options = Microsoft.Extensions.Options.Options.Create(new TranslationOptions { ScratchFolder = Scratch, PreparedFolder = _scratch.File("prepared") });
        Directory.CreateDirectory(Scratch);
        var stap = new StapRun(this, sandbox);
        Pairs = new PreparedPairs(options);
        var pool = WorkerSlots.Of(sandbox.Value);
        Translator = new StapTranslator(
            stap, new PairPreparer(stap, new CommandTrial(stap, NullLogger<CommandTrial>.Instance), Pairs, pool, options, TimeProvider.System, NullLogger<PairPreparer>.Instance), Pairs, pool, _remover,
            new HintFinder(HintServices.All(null, null), options, TimeProvider.System, NullLogger<HintFinder>.Instance), options);
    }

    public string Scratch => _scratch.File("scratch");

    public PreparedPairs Pairs { get; }

    public ITranslator Translator { get; }

    public static TranslationPlace Place { get; } = new(
        new Toolchain(Requests.Pair.Toolchain, "test", "5.1", Architecture.X86_64, [], [], [], new(default, 0, ""), default),
        "/",
        new KernelTree(Requests.Pair.Tree, new(Architecture.X86_64, "6.1.0", "", "00"), "gcc-12", true, "", [], 0, default),
        "/");

    /// <summary>What stands for stap; gives the exit code.</summary>
    public Func<SandboxJob, Task<int>> Stap { get; set; } = _ => Task.FromResult(0);

    public IReadOnlyList<string> Commands
    {
        get
        {
            lock (_commands)
            {
                return [.. _commands];
            }
        }
    }

    public async Task<SandboxResult> RunAsync(SandboxJob job, CancellationToken cancellationToken)
    {
        lock (_commands)
        {
            _commands.Add(string.Join(' ', job.Command.Select(word => Encoding.UTF8.GetString(word.Span))));
        }

        await File.WriteAllBytesAsync(job.Folder.Output, [], cancellationToken);
        var exitCode = await Stap(job);
        cancellationToken.ThrowIfCancellationRequested();
        return new SandboxResult(exitCode, null, default, 0);
    }

    /// <summary>Returns when the folders of finished jobs are removed, which nobody waits for otherwise.</summary>
    public void Finish() => _remover.Dispose();

    public void Dispose()
    {
        Finish();
        _scratch.Dispose();
    }
}
