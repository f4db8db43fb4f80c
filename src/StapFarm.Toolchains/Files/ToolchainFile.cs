using System.Text.RegularExpressions;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Toolchains.Files;

/// <summary>
/// A file that was sent to the farm for a toolchain. Stored as a blob: a <see cref="ManifestDocument"/>, format
/// <c>toolchain-file</c>, version 1, whose digest names it.
/// </summary>
/// <param name="Name">What the toolchain of a root is to be called; empty for an export, which has its name in it.</param>
/// <param name="FileName">Its name where it came from, without a folder: for people.</param>
/// <param name="Content">Names it in the blob store.</param>
public sealed partial record ToolchainFile(ToolchainFileForm Form, string Name, string FileName, Digest Content)
{
    public const string MediaType = "application/vnd.stapfarm.toolchain-file.v1+json";

    private const int LongestFileName = 255;
    private const string Format = "toolchain-file";
    private const int Version = 1;

    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public byte[] Write()
    {
        if (!Enum.IsDefined(Form))
        {
            throw new FarmException(FailureCode.InvalidRequest, $"This farm doesn't know the form {(int)Form} of a toolchain's file.", "Use a stapfarm command of the farm's own release.");
        }

        if (FileName.Length is 0 or > LongestFileName || FileName.Any(c => char.IsControl(c) || c == '/'))
        {
            throw new FarmException(FailureCode.InvalidRequest, "A toolchain's file must have a name without a folder, of at most 255 characters.", "Rename it.");
        }

        if (Form == ToolchainFileForm.Root && (!ValidName().IsMatch(Name) || LooksLikeDigest().IsMatch(Name) || Name.StartsWith("debian:", StringComparison.Ordinal)))
        {
            throw new FarmException(
                FailureCode.InvalidRequest,
                $"A toolchain can't be called '{Name}'.",
                "Its name begins with a letter, has up to 64 letters, digits and . _ : + -, can't be taken for a digest, and doesn't begin with debian:, which are those that the farm makes: stapfarm toolchain add --rootfs DIR NAME");
        }

        return ManifestDocument.Write(Format, Version, Form == ToolchainFileForm.Root ? this : this with { Name = "" });
    }

    /// <exception cref="FarmException"><c>UnknownVersion</c> or <c>Corrupt</c>.</exception>
    public static ToolchainFile Read(ReadOnlyMemory<byte> document) => ManifestDocument.Read<ToolchainFile>(Format, Version, document);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9._:+-]{0,63}\z")]
    private static partial Regex ValidName();

    [GeneratedRegex(@"^[0-9a-f]{8,}\z")]
    private static partial Regex LooksLikeDigest();
}
