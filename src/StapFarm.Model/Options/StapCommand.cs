using StapFarm.Model.Builds;

namespace StapFarm.Model.Options;

/// <summary>A command line of stap, taken apart. Values are the bytes that came in.</summary>
/// <param name="ScriptFile">The script's name in <see cref="StapMode.ScriptFile"/>; <c>-</c> is standard input.</param>
/// <param name="ScriptText">The script in <see cref="StapMode.ScriptText"/>.</param>
/// <param name="Options">What the translation needs, in the order given and in canonical spelling: goes into <see cref="ScriptSource.Options"/>.</param>
/// <param name="Arguments">The script's own arguments.</param>
/// <param name="TapsetDirectories">The <c>-I</c> directories in their order.</param>
/// <param name="RunOptions">What only matters when the module runs: see <see cref="RunOptions"/>.</param>
/// <param name="Release">What <c>-r</c> gave; null without.</param>
/// <param name="Architecture">What <c>-a</c> gave; null without.</param>
/// <param name="Set">The options, checked.</param>
public sealed record StapCommand(
    StapMode Mode,
    ReadOnlyMemory<byte>? ScriptFile,
    ReadOnlyMemory<byte>? ScriptText,
    IReadOnlyList<StapOption> Options,
    IReadOnlyList<ReadOnlyMemory<byte>> Arguments,
    IReadOnlyList<ReadOnlyMemory<byte>> TapsetDirectories,
    IReadOnlyList<StapOption> RunOptions,
    ReadOnlyMemory<byte>? Release,
    ReadOnlyMemory<byte>? Architecture,
    OptionSet Set)
{
    /// <summary>Whether stap's warnings are wanted (no <c>-w</c>).</summary>
    public bool ShowsWarnings => Options.All(option => option.Name != "-w");
}
