using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Testing;
using StapFarm.Translation.Hints;
using StapFarm.Translation.Tests.Keys;

namespace StapFarm.Translation.Tests.Hints;

/// <summary>A small kernel tree, and stap's messages as 5.1 and 5.6 write them.</summary>
internal sealed class HintRoom : IDisposable
{
    public const string Release = "6.12.0";

    private readonly ScratchFolder _tree = new();

    public HintRoom()
    {
        Write("boot/System.map-6.12.0", """
            ffffffff81844490 t ip_rcv_core
            ffffffff81845000 T ip_rcv
            ffffffff81844ff0 t __pfx_ip_rcv
            ffffffff81844040 t ip_rcv_finish_core.constprop.0
            ffffffff81a02ccb t ip_rcv_finish_core.constprop.0.cold
            ffffffff81945000 T __dev_queue_xmit
            ffffffff82000000 D ip_rcx
            """);
        Write("usr/src/linux-headers/Module.symvers", "0x1\tbr_forward_finish\tnet/bridge/bridge\tEXPORT_SYMBOL_GPL\t\n0x2\tip_rcv\tvmlinux\tEXPORT_SYMBOL\t\n");
        Write("lib/modules/6.12.0/modules.builtin", "kernel/fs/ext4/ext4.ko\n");
        Write("lib/modules/6.12.0/kernel/net/bridge/bridge.ko.xz", "");
        Write("lib/modules/6.12.0/kernel/net/xt-nat.ko", "");
        File.CreateSymbolicLink(_tree.File("lib/modules/6.12.0/build"), "/usr/src/linux-headers");
    }

    public string Folder => _tree.Path;

    public FakeQuestions Stap { get; init; } = new();

    /// <summary>What a hint says of a script about which stap says this.</summary>
    public Task<string?> AskAsync(IHint hint, string script, string said, string argument = "") =>
        hint.FindAsync(Case(script, said, argument), CancellationToken.None);

    public HintCase Case(string script, string said, string argument = "") => new(
        said.Split('\n'),
        new ScriptSource(Encoding.UTF8.GetBytes(script), "", [Encoding.UTF8.GetBytes(argument)], [], []),
        new TranslationPlace(
            new Toolchain(Requests.Pair.Toolchain, "debian:trixie", "5.1", Architecture.X86_64, [], [], [], new(default, 0, ""), default),
            "/",
            new KernelTree(Requests.Pair.Tree, new(Architecture.X86_64, Release, "", "00"), "gcc-12", true, "", [], 0, default),
            Folder),
        Stap);

    /// <summary>A probe that can't be resolved, as stap says it.</summary>
    public static string Unresolved(string script, string reason, int column = 7) => $"""
        semantic error: while resolving probe point: identifier 'kernel' at /stapfarm/script.stp:1:{column}
                source: {script}
                {new string(' ', column + 7)}^

        semantic error: {reason}

        Pass 2: analysis failed.  [man error::pass2]
        """;

    public void Dispose() => _tree.Dispose();

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_tree.File(path))!);
        File.WriteAllText(_tree.File(path), text);
    }
}
