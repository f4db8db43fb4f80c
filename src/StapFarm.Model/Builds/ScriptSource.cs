namespace StapFarm.Model.Builds;

/// <summary>What is to be translated, wherever it came from. Bytes stay bytes, also when they aren't valid UTF-8.</summary>
/// <param name="Script">The script's text; null for a listing that needs none (<c>-l</c>, <c>-L</c>, <c>--dump-functions</c>, ...).</param>
/// <param name="DisplayName">The script as its user named it, <c>&lt;input&gt;</c> for <c>-e</c>: shown in messages, not part of the key.</param>
/// <param name="Arguments">The script's own arguments: <c>$1</c>, <c>@2</c>, ...</param>
/// <param name="Options">stap's options, without those that only matter when the module runs and without <c>-I</c>.</param>
/// <param name="Tapsets">The <c>-I</c> directories in their order.</param>
public sealed record ScriptSource(
    ReadOnlyMemory<byte>? Script,
    string DisplayName,
    IReadOnlyList<ReadOnlyMemory<byte>> Arguments,
    IReadOnlyList<StapOption> Options,
    IReadOnlyList<TapsetDirectory> Tapsets);
