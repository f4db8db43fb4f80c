namespace StapFarm.Model.Toolchains;

/// <summary>
/// The file <c>bundle.json</c> at the start of a runtime bundle (JSON, camelCase names). Paths within the bundle are
/// relative; built-in paths are those which the programs call each other by, absolute.
/// </summary>
/// <param name="Version">Of this format: 1.</param>
/// <param name="Loader">The dynamic loader, run as <c>LOADER --library-path LIBRARIES PROGRAM ...</c>.</param>
/// <param name="Libraries">The folder with the libraries.</param>
/// <param name="Staprun">The program.</param>
/// <param name="Stapio">The program.</param>
/// <param name="StaprunBuiltInPath">Where stapio looks for staprun, e.g. <c>/usr/bin/staprun</c>.</param>
/// <param name="StapioBuiltInPath">Where staprun looks for stapio, e.g. <c>/usr/libexec/systemtap/stapio</c>.</param>
public sealed record RuntimeBundleLayout(
    int Version,
    string Loader,
    string Libraries,
    string Staprun,
    string Stapio,
    string StaprunBuiltInPath,
    string StapioBuiltInPath)
{
    public const int CurrentVersion = 1;

    /// <summary>The entry's name in the tar.</summary>
    public const string EntryName = "bundle.json";
}
