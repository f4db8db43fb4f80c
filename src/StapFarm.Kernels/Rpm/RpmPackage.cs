using System.Security.Cryptography;

namespace StapFarm.Kernels.Rpm;

/// <summary>
/// An RPM package (rpm's docs/manual/format_v4.md): lead, signature, header, compressed payload. The header's hash is
/// checked when it is read, the payload's while it is unpacked. Who signed it is not: nobody's key is trusted.
/// </summary>
internal sealed class RpmPackage
{
    private const int LeadSize = 96;
    private const int SignatureAlignment = 8;

    private RpmPackage(RpmHeader signature, RpmHeader header, long payloadOffset)
    {
        Signature = signature;
        Header = header;
        PayloadOffset = payloadOffset;
    }

    public RpmHeader Signature { get; }

    public RpmHeader Header { get; }

    /// <summary>First byte of the payload in the file.</summary>
    public long PayloadOffset { get; }

    public string Name => Demand(RpmTag.Name);

    /// <summary><c>VERSION-RELEASE</c>.</summary>
    public string Version => $"{Demand(RpmTag.Version)}-{Demand(RpmTag.Release)}";

    public string Architecture => Demand(RpmTag.Architecture);

    /// <summary>Folders that have something in them, absolute, with a slash at the end.</summary>
    public IReadOnlyList<string> Folders => Header.Texts(RpmTag.Folders);

    /// <summary>Bytes it takes unpacked.</summary>
    public long InstalledBytes =>
        Header.Numbers(RpmTag.LongInstalledSize) is [var size, ..] ? size : Header.Numbers(RpmTag.InstalledSize) is [var small, ..] ? small : 0;

    /// <summary>Reads all but the payload.</summary>
    /// <exception cref="RpmFormatException">It is no binary package, or damaged.</exception>
    public static async Task<RpmPackage> ReadAsync(Stream file, CancellationToken cancellationToken)
    {
        try
        {
            var lead = new byte[LeadSize];
            // What is something else is shorter more often than not.
            var read = await file.ReadAtLeastAsync(lead, LeadSize, throwOnEndOfStream: false, cancellationToken);
            CheckMagic(lead.AsSpan(0, read));
            if (read < LeadSize)
            {
                throw new EndOfStreamException();
            }

            Check(lead);
            var signature = await RpmHeader.ReadAsync(file, "signature", cancellationToken);
            var padding = (SignatureAlignment - (signature.Bytes.Length % SignatureAlignment)) % SignatureAlignment;
            await file.ReadExactlyAsync(new byte[padding], cancellationToken);
            var header = await RpmHeader.ReadAsync(file, "header", cancellationToken);
            Check(signature, header);
            return new RpmPackage(signature, header, LeadSize + signature.Bytes.Length + padding + header.Bytes.Length);
        }
        catch (EndOfStreamException)
        {
            throw new RpmFormatException("it is truncated: it ends before its payload begins");
        }
    }

    /// <summary>Whether it has a file of this name in one of the folders that fit.</summary>
    public bool Has(Func<string, bool> folder, Func<string, bool> name)
    {
        var (names, indexes, folders) = (Header.Texts(RpmTag.BaseNames), Header.Numbers(RpmTag.FolderIndexes), Folders);
        for (var i = 0; i < Math.Min(names.Count, indexes.Count); i++)
        {
            if (indexes[i] < folders.Count && name(names[i]) && folder(folders[(int)indexes[i]]))
            {
                return true;
            }
        }

        return false;
    }

    private static void CheckMagic(ReadOnlySpan<byte> lead)
    {
        if (!lead.StartsWith((ReadOnlySpan<byte>)[0xed, 0xab, 0xee, 0xdb]))
        {
            throw new RpmFormatException("it doesn't begin with the magic number of RPM packages");
        }
    }

    private static void Check(ReadOnlySpan<byte> lead)
    {
        if (lead[4] is not (3 or 4))
        {
            throw new RpmFormatException($"its format has version {lead[4]}; 3 and 4 are known");
        }

        if (lead[6] != 0 || lead[7] != 0)
        {
            throw new RpmFormatException("it is a source package");
        }
    }

    private static void Check(RpmHeader signature, RpmHeader header)
    {
        if (signature.Text(RpmTag.HeaderSha256) is { } expected
            && !string.Equals(expected, Convert.ToHexStringLower(SHA256.HashData(header.Bytes.Span)), StringComparison.OrdinalIgnoreCase))
        {
            throw new RpmFormatException("its header doesn't have the hash that its signature says: damaged, or changed");
        }
    }

    private string Demand(RpmTag tag) => Header.Text(tag) is { Length: > 0 } text ? text : throw new RpmFormatException($"it doesn't say its {tag}");
}
