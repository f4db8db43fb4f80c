using StapFarm.Model.Toolchains;

namespace StapFarm.Runner.Bundles;

/// <summary>A runtime bundle as files on this machine.</summary>
internal sealed record UnpackedBundle(string Root, RuntimeBundleLayout Layout)
{
    public string Loader => Path.Combine(Root, Layout.Loader);

    public string Libraries => Path.Combine(Root, Layout.Libraries);

    public string Staprun => Path.Combine(Root, Layout.Staprun);

    public string Stapio => Path.Combine(Root, Layout.Stapio);
}
