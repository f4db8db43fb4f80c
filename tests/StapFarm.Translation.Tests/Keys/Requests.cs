using System.Text;
using CsCheck;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Translation.Tests.Keys;

/// <summary>Requests for tests.</summary>
internal static class Requests
{
    public static readonly PairName Pair = new(Digest.Of("a toolchain"u8), Digest.Of("a tree"u8));

    private static readonly Gen<ReadOnlyMemory<byte>> Bytes =
        Gen.Byte[1, 255].Array[0, 6].Select(bytes => new ReadOnlyMemory<byte>(bytes));

    private static readonly Gen<StapOption> Option = Gen.OneOf(
        One("-g", "-t", "-b", "-u", "-v", "-w", "--skip-badvars").Select(name => new StapOption(name)),
        Bytes.Where(bytes => bytes.Length > 0).Select(bytes => new StapOption("-D", bytes)),
        Bytes.Select(bytes => new StapOption("-E", bytes)),
        One("one", "two").Select(name => new StapOption("-m", Encoding.ASCII.GetBytes(name))),
        One("1", "2", "3", "4").Select(pass => new StapOption("-p", Encoding.ASCII.GetBytes(pass))));

    private static readonly Gen<TapsetDirectory> Tapset =
        Gen.Select(One("a.stp", "b.stp", "a/b.stp", "a b", "ä.stp"), Bytes, (path, content) => new TapsetFile(path, content))
            .Array[0, 3]
            .Select(files => new TapsetDirectory("shown", [.. files.DistinctBy(file => file.Path)]));

    /// <summary>Any request, of small parts that often meet.</summary>
    public static readonly Gen<TranslationRequest> Any =
        from script in Bytes
        from arguments in Bytes.Array[0, 3]
        from options in Option.Array[0, 4]
        from tapsets in Tapset.Array[0, 2]
        from tree in Gen.Int[0, 1]
        select new TranslationRequest(
            new ScriptSource(script, "shown", arguments, options, tapsets),
            Pair with { Tree = Digest.Of([(byte)tree]) },
            Architecture.X86_64);

    public static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public static TranslationRequest Simple(string script, params StapOption[] options) =>
        new(new ScriptSource(Encoding.UTF8.GetBytes(script), "a.stp", [], options, []), Pair, Architecture.X86_64);
}
