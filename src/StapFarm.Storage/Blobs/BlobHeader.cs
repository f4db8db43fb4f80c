using System.Buffers.Binary;
using System.Text;
using StapFarm.Model.Failures;

namespace StapFarm.Storage.Blobs;

/// <summary>
/// The first 256 bytes of a blob's file; the content follows. <c>stapfarm-blob</c> and a zero byte, the format's version
/// (1 byte), the content's size (8 bytes, big-endian), the media type's length (1 byte) and the media type in ASCII; the
/// rest is zero. Being in the blob's own file it appears, and goes, together with the content.
/// </summary>
/// <param name="Size">Bytes of content.</param>
internal sealed record BlobHeader(long Size, string MediaType)
{
    public const int Length = 256;

    public const byte Version = 1;

    public const int MaxMediaTypeLength = 200;

    private const int VersionAt = 14;
    private const int SizeAt = 15;
    private const int MediaTypeLengthAt = 23;
    private const int MediaTypeAt = 24;

    private static ReadOnlySpan<byte> Magic => "stapfarm-blob\0"u8;

    public byte[] Encode()
    {
        var bytes = new byte[Length];
        Magic.CopyTo(bytes);
        bytes[VersionAt] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(SizeAt), Size);
        bytes[MediaTypeLengthAt] = (byte)MediaType.Length;
        Encoding.ASCII.GetBytes(MediaType, bytes.AsSpan(MediaTypeAt));
        return bytes;
    }

    /// <returns>Null when these bytes don't begin a whole blob file of this length.</returns>
    /// <exception cref="FarmException"><c>UnknownVersion</c>.</exception>
    public static BlobHeader? Decode(ReadOnlySpan<byte> bytes, long fileLength)
    {
        if (bytes.Length < Length || !bytes.StartsWith(Magic))
        {
            return null;
        }

        if (bytes[VersionAt] != Version)
        {
            throw new FarmException(
                FailureCode.UnknownVersion,
                $"A stored blob has version {bytes[VersionAt]}; this program knows version {Version}.",
                "Use the release of StapFarm that wrote it, or give this one a data folder of its own.");
        }

        var size = BinaryPrimitives.ReadInt64BigEndian(bytes[SizeAt..]);
        var mediaTypeLength = bytes[MediaTypeLengthAt];
        return size + Length == fileLength && mediaTypeLength <= MaxMediaTypeLength
            ? new(size, Encoding.ASCII.GetString(bytes.Slice(MediaTypeAt, mediaTypeLength)))
            : null;
    }

    /// <exception cref="FarmException"><c>InvalidRequest</c>.</exception>
    public static void DemandMediaType(string mediaType)
    {
        if (mediaType.Length is 0 or > MaxMediaTypeLength || !Ascii.IsValid(mediaType))
        {
            throw new FarmException(FailureCode.InvalidRequest, $"'{mediaType}' isn't a media type.");
        }
    }
}
