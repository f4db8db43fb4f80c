using System.Buffers.Binary;
using System.Security.Cryptography;
using StapFarm.Model.Content;

namespace StapFarm.Translation.Keys;

/// <summary>A named part of a request's canonical encoding.</summary>
/// <param name="Value">Null is not the same as empty.</param>
internal sealed record CanonicalField(string Name, ReadOnlyMemory<byte>? Value)
{
    private const uint Absent = uint.MaxValue;

    public Digest Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            WriteValue(hash.AppendData);
            return Digest.FromHash(hash.GetHashAndReset());
        }
    }

    public void Write(Stream output)
    {
        var name = StrictText.Encode(Name);
        WriteLength(output.Write, (uint)name.Length);
        output.Write(name);
        WriteValue(output.Write);
    }

    /// <summary>The field at the start of <paramref name="rest"/>, which is moved behind it; null when it is cut short.</summary>
    public static CanonicalField? Read(ref ReadOnlyMemory<byte> rest)
    {
        if (ReadBytes(ref rest) is not { Value: { } name } || ReadBytes(ref rest) is not { } value)
        {
            return null;
        }

        return new CanonicalField(StrictText.Decode(name.Span), value.Value);
    }

    private void WriteValue(AppendBytes append)
    {
        WriteLength(append, Value is { } value ? (uint)value.Length : Absent);
        append(Value.GetValueOrDefault().Span);
    }

    private static void WriteLength(AppendBytes append, uint length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, length);
        append(bytes);
    }

    private static Part? ReadBytes(ref ReadOnlyMemory<byte> rest)
    {
        if (rest.Length < 4)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
        rest = rest[4..];
        if (length == Absent)
        {
            return new Part(null);
        }

        if (length > rest.Length)
        {
            return null;
        }

        var part = new Part(rest[..(int)length]);
        rest = rest[(int)length..];
        return part;
    }

    private delegate void AppendBytes(ReadOnlySpan<byte> bytes);

    private sealed record Part(ReadOnlyMemory<byte>? Value);
}
