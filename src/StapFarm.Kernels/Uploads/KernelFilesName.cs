using StapFarm.Model.Content;

namespace StapFarm.Kernels.Uploads;

/// <summary>The specification of a kernel whose files were sent to the farm: <c>files:</c> and the digest of their document.</summary>
public static class KernelFilesName
{
    private const string Prefix = "files:";

    public static string Of(Digest document) => Prefix + document;

    public static bool Is(string specification) => TryParse(specification, out _);

    public static bool TryParse(string specification, out Digest document)
    {
        document = default;
        return specification.StartsWith(Prefix, StringComparison.Ordinal) && Digest.TryParse(specification[Prefix.Length..], out document);
    }
}
