using StapFarm.Cli.Kernels;

namespace StapFarm.Cli.Modules;

/// <summary>A cached module or listing, as JSON shows it. Messages are the tool's bytes read as UTF-8.</summary>
/// <param name="BuiltAt">UTC.</param>
/// <param name="Seconds">How long the translation took.</param>
internal sealed record ModuleView(
    string ModuleKey,
    string Kind,
    string Name,
    string Digest,
    long Bytes,
    KernelIdentityView Kernel,
    string Tree,
    string Toolchain,
    string StapVersion,
    DateTimeOffset BuiltAt,
    double Seconds,
    string AskedBy,
    string Warnings,
    IReadOnlyList<KeyFieldView>? Fields)
{
    public static ModuleView Of(V1.BuildResult module, IEnumerable<V1.KeyField>? fields = null) => new(
        module.ModuleKey,
        KindOf(module),
        module.ModuleName,
        module.Content.Digest,
        module.Content.Size,
        KernelIdentityView.Of(module.Kernel),
        module.Tree,
        module.Toolchain,
        module.StapVersion,
        DateTimeOffset.FromUnixTimeMilliseconds(module.BuiltAtUnixMs),
        module.DurationMs / 1e3,
        module.AskedBy,
        module.Warnings.ToStringUtf8(),
        fields is null ? null : [.. fields.Select(KeyFieldView.Of)]);

    public static string KindOf(V1.BuildResult module) => module.Kind == V1.TranslationKind.Module ? "module" : "listing";
}
