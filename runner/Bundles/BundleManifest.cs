using System.Text.Json;
using System.Text.Json.Serialization;
using StapFarm.Model.Failures;
using StapFarm.Model.Toolchains;

namespace StapFarm.Runner.Bundles;

/// <summary>Reads a bundle's <c>bundle.json</c>.</summary>
internal static class BundleManifest
{
    /// <exception cref="FarmException"><c>UnknownVersion</c>, <c>Corrupt</c>.</exception>
    public static RuntimeBundleLayout Read(ReadOnlySpan<byte> json)
    {
        RuntimeBundleLayout? layout;
        try
        {
            layout = JsonSerializer.Deserialize(json, BundleJson.Default.RuntimeBundleLayout);
        }
        catch (JsonException exception)
        {
            throw new FarmException(FailureCode.Corrupt, $"The runtime bundle's {RuntimeBundleLayout.EntryName} can't be read: {exception.Message}");
        }

        if (layout?.Version != RuntimeBundleLayout.CurrentVersion)
        {
            throw new FarmException(
                FailureCode.UnknownVersion,
                $"The runtime bundle has version {layout?.Version}; this runner knows version {RuntimeBundleLayout.CurrentVersion}.",
                "Install the runner that fits the farm's release.");
        }

        string[] inside = [layout.Loader, layout.Libraries, layout.Staprun, layout.Stapio];
        string[] builtIn = [layout.StaprunBuiltInPath, layout.StapioBuiltInPath];
        return inside.All(IsInside) && builtIn.All(IsAbsolute)
            ? layout
            : throw new FarmException(FailureCode.Corrupt, $"The runtime bundle's {RuntimeBundleLayout.EntryName} names a path that leads out of it.");
    }

    /// <summary>Whether a path stays within its folder.</summary>
    public static bool IsInside(string? path) =>
        path is { Length: > 0 } && !Path.IsPathRooted(path) && !path.Contains('\0', StringComparison.Ordinal) && !path.Split('/').Contains("..");

    private static bool IsAbsolute(string? path) =>
        path is { Length: > 1 } && path[0] == '/' && path[^1] != '/' && !path.Split('/').Contains("..");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeBundleLayout))]
internal sealed partial class BundleJson : JsonSerializerContext;
