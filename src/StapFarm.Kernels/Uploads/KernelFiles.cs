using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Uploads;

/// <summary>
/// The files of one kernel, sent to the farm. Stored as a blob: a <see cref="ManifestDocument"/>, format <c>kernel-files</c>,
/// version 1, whose digest names the set.
/// </summary>
public sealed record KernelFiles(PackageForm Form, IReadOnlyList<KernelFile> Files)
{
    public const string MediaType = "application/vnd.stapfarm.kernel-files.v1+json";

    // CentOS and Fedora split a kernel into a dozen packages.
    private const int Most = 200;
    private const int LongestName = 255;
    private const string Format = "kernel-files";
    private const int Version = 1;

    /// <summary>The document, the same for the same files in whatever order.</summary>
    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public byte[] Write()
    {
        if (!Enum.IsDefined(Form))
        {
            throw new FarmException(FailureCode.InvalidRequest, $"This farm doesn't know the form {(int)Form} of a kernel's files.", "Use a stapfarm command of the farm's own release.");
        }

        if (Files.Count is 0 or > Most)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"A kernel is made of 1 to {Most} files, not of {Files.Count}.", "Name the files of one kernel.");
        }

        if (Files.FirstOrDefault(file => file.Name.Length is 0 or > LongestName || file.Name.Any(c => char.IsControl(c) || c == '/')) is { } odd)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"A file of a kernel can't be called '{odd.Name}'.", "Rename it.");
        }

        var ordered = Files.DistinctBy(file => file.Digest).OrderBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.Digest.ToString(), StringComparer.Ordinal);
        return ManifestDocument.Write(Format, Version, this with { Files = [.. ordered] });
    }

    /// <exception cref="FarmException"><c>UnknownVersion</c> or <c>Corrupt</c>.</exception>
    public static KernelFiles Read(ReadOnlyMemory<byte> document) => ManifestDocument.Read<KernelFiles>(Format, Version, document);
}
