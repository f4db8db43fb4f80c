using System.Runtime.InteropServices;
using System.Text;

namespace StapFarm.Runner.Sessions;

/// <summary>The beginning of what staprun said, for a failure's report.</summary>
internal sealed class ToolWords
{
    private const int Most = 16 << 10;
    private readonly List<byte> _words = [];

    public void Add(ReadOnlySpan<byte> bytes) => _words.AddRange(bytes[..Math.Min(bytes.Length, Most - _words.Count)]);

    public bool Contain(string text) => CollectionsMarshal.AsSpan(_words).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    public byte[] ToArray() => [.. _words];
}
