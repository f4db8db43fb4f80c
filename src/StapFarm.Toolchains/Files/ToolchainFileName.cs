using StapFarm.Model.Content;

namespace StapFarm.Toolchains.Files;

/// <summary>The specification of a toolchain whose file was sent to the farm: <c>file:</c> and the digest of its document.</summary>
public static class ToolchainFileName
{
    private const string Prefix = "file:";

    public static string Of(Digest document) => Prefix + document;

    public static bool TryParse(string specification, out Digest document)
    {
        document = default;
        return specification.StartsWith(Prefix, StringComparison.Ordinal) && Digest.TryParse(specification[Prefix.Length..], out document);
    }
}
