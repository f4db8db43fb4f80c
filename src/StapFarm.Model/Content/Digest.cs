using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace StapFarm.Model.Content;

/// <summary>A SHA-256 digest. Written as 64 lower-case hexadecimal digits, without a prefix.</summary>
public readonly struct Digest : IEquatable<Digest>
{
    /// <summary>Bytes in a digest.</summary>
    public const int Length = 32;

    private readonly string? _hex;

    private Digest(string hex) => _hex = hex;

    /// <summary>The digest of <paramref name="content"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(content, hash);
        return FromHash(hash);
    }

    /// <summary>Takes a finished SHA-256 hash.</summary>
    /// <exception cref="ArgumentException">The hash hasn't 32 bytes.</exception>
    public static Digest FromHash(ReadOnlySpan<byte> hash) =>
        hash.Length == Length
            ? new Digest(Convert.ToHexStringLower(hash))
            : throw new ArgumentException($"A SHA-256 hash has {Length} bytes, this one {hash.Length}.", nameof(hash));

    /// <exception cref="FormatException">The text isn't 64 lower-case hexadecimal digits.</exception>
    public static Digest Parse(string text) =>
        TryParse(text, out var digest)
            ? digest
            : throw new FormatException("A digest is 64 lower-case hexadecimal digits.");

    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is not { Length: Length * 2 })
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        digest = new Digest(text);
        return true;
    }

    /// <summary>Whether this is a digest at all; <c>default</c> isn't.</summary>
    public bool IsEmpty => _hex is null;

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes() => Convert.FromHexString(ToString());

    /// <summary>The first twelve digits, for people.</summary>
    public string Short => ToString()[..12];

    public bool Equals(Digest other) => string.Equals(_hex, other._hex, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    public override int GetHashCode() => _hex is null ? 0 : _hex.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _hex ?? throw new InvalidOperationException("This digest was never set.");

    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);
}
