using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Kernels;
using StapFarm.Model.Options;
using StapFarm.Model.Toolchains;
using StapFarm.Translation.Sandbox;

namespace StapFarm.Translation.Stap;

/// <summary>The command line of the real stap for a request.</summary>
internal static class StapArguments
{
    public const string Program = "/usr/bin/stap";

    /// <summary>A fixed name instead of stap's random one, and kept after its end: messages stay the same, and the C source can be read.</summary>
    public const string TemporaryFolder = JobFolder.TemporaryTarget + "/stap";

    public static List<ReadOnlyMemory<byte>> For(
        TranslationPlace place,
        ScriptSource source,
        OptionSet options,
        string moduleName)
    {
        var words = new List<ReadOnlyMemory<byte>>();
        Add(Program, $"-r{place.Tree.Identity.Release}", $"--tmpdir={TemporaryFolder}");
        AddCross(place.Toolchain.Host, place.Tree.Identity.Architecture);
        Add(CompilerFit.Instead(place.Toolchain, place.Tree) is { } compiler ? [$"-BCC={compiler}"] : []);
        if (options.Kind == TranslationKind.Module && options.Canonical.All(option => option.Name != "--vp"))
        {
            // For the pass lines: progress now, and for whoever asks with -v later.
            Add("-v");
        }

        if (!options.IsListing)
        {
            Add($"-p{options.LastPass}", $"-m{moduleName}");
        }

        foreach (var option in options.Canonical.Where(option => option.Name is not ("-p" or "-m")))
        {
            words.Add(Word(option));
        }

        for (var i = 0; i < source.Tapsets.Count; i++)
        {
            Add($"-I{SandboxNames.TapsetPrefix}{i}");
        }

        Add("--");
        if (source.Script is not null)
        {
            Add(SandboxNames.Script);
        }

        words.AddRange(source.Arguments);
        return words;

        void Add(params ReadOnlySpan<string> texts)
        {
            foreach (var text in texts)
            {
                words.Add(Encoding.UTF8.GetBytes(text));
            }
        }

        void AddCross(Architecture host, Architecture target)
        {
            if (host != target)
            {
                Add($"-a{target.Name}");
                if (GnuNames.Of(target) is { } name)
                {
                    Add($"-BCROSS_COMPILE={name}-");
                }
            }
        }
    }

    /// <summary>Option and value as one word, so that a value is never taken for another option.</summary>
    private static byte[] Word(StapOption option)
    {
        var name = Encoding.ASCII.GetBytes(option.Name);
        return option.Value is not { } value
            ? name
            : option.Name.StartsWith("--", StringComparison.Ordinal)
                ? [.. name, (byte)'=', .. value.Span]
                : [.. name, .. value.Span];
    }
}
