using System.Globalization;
using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;

namespace StapFarm.Translation.Keys;

/// <summary>
/// The canonical encoding of a request: the text <c>stapfarm-request</c>, a version byte, then each field as two parts,
/// its name (UTF-8) and its value, either of them a 32-bit big-endian length and the bytes; an absent value has the length
/// 0xFFFFFFFF. The module key is its SHA-256, and so the digest of the blob that carries it. What only one user sees (names
/// of script and folders) isn't in it, and comes back empty.
/// </summary>
public static class RequestCodec
{
    /// <summary>The version of this encoding.</summary>
    public const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "stapfarm-request"u8;

    /// <exception cref="FarmException"><c>InvalidRequest</c> when an option, a path or the combination isn't accepted.</exception>
    public static byte[] Encode(TranslationRequest request) => Encode(RequestFields.Of(request));

    internal static byte[] Encode(IReadOnlyList<CanonicalField> fields)
    {
        using var output = new MemoryStream();
        output.Write(Magic);
        output.WriteByte(Version);
        foreach (var field in fields)
        {
            field.Write(output);
        }

        return output.ToArray();
    }

    /// <exception cref="FarmException"><c>Corrupt</c>, or <c>UnknownVersion</c> for another version or pipeline epoch.</exception>
    public static TranslationRequest Decode(ReadOnlyMemory<byte> encoded)
    {
        if (!encoded.Span.StartsWith(Magic) || encoded.Length == Magic.Length)
        {
            throw Corrupt("it doesn't begin as one");
        }

        if (encoded.Span[Magic.Length] != Version)
        {
            throw Unknown("version", encoded.Span[Magic.Length].ToString(CultureInfo.InvariantCulture), Version);
        }

        var builder = new Builder();
        for (var rest = encoded[(Magic.Length + 1)..]; !rest.IsEmpty;)
        {
            builder.Add(CanonicalField.Read(ref rest) ?? throw Corrupt("it is cut short"));
        }

        return builder.Build();
    }

    private static FarmException Corrupt(string why) => new(FailureCode.Corrupt, $"A stored request can't be read: {why}.");

    private static FarmException Unknown(string what, string found, int known) => new(
        FailureCode.UnknownVersion,
        $"A stored request has {what} {found}; this program knows {known}.",
        "Use one release of StapFarm for the whole farm.");

    private sealed class Builder
    {
        private readonly Dictionary<string, ReadOnlyMemory<byte>> _parts = [];
        private readonly List<ReadOnlyMemory<byte>> _arguments = [];
        private readonly List<StapOption> _options = [];
        private readonly List<(string Name, List<TapsetFile> Files)> _tapsets = [];

        public void Add(CanonicalField field)
        {
            var words = field.Name.Split(' ', 3);
            switch (words[0])
            {
                case RequestFields.Argument:
                    _arguments.Add(Required(field));
                    break;
                case RequestFields.Option when words.Length > 1:
                    _options.Add(new StapOption(words[1], field.Value));
                    break;
                case RequestFields.Tapset when words.Length == 2:
                    _tapsets.Add((words[1], []));
                    break;
                case RequestFields.Tapset when _tapsets.Count > 0:
                    _tapsets[^1].Files.Add(new TapsetFile(words[2], Required(field)));
                    break;
                default:
                    _parts[field.Name] = Required(field);
                    break;
            }
        }

        public TranslationRequest Build()
        {
            var epoch = Encoding.ASCII.GetString(Part(RequestFields.Epoch).Span);
            if (epoch != Pipeline.Epoch.ToString(CultureInfo.InvariantCulture))
            {
                throw Unknown("pipeline epoch", epoch, Pipeline.Epoch);
            }

            return new TranslationRequest(
                new ScriptSource(
                    _parts.TryGetValue(RequestFields.Script, out var script) ? script : default(ReadOnlyMemory<byte>?),
                    "",
                    _arguments,
                    _options,
                    [.. _tapsets.Select(tapset => new TapsetDirectory("", tapset.Files))]),
                new PairName(DigestOf(RequestFields.Toolchain), DigestOf(RequestFields.Tree)),
                new Architecture(StrictText.Decode(Part(RequestFields.Architecture).Span)));
        }

        private Digest DigestOf(string name) =>
            Part(name) is { Length: Digest.Length } bytes ? Digest.FromHash(bytes.Span) : throw Corrupt($"its {name} is no digest");

        private ReadOnlyMemory<byte> Part(string name) =>
            _parts.TryGetValue(name, out var value) ? value : throw Corrupt($"it has no {name}");

        private static ReadOnlyMemory<byte> Required(CanonicalField field) =>
            field.Value ?? throw Corrupt($"its {field.Name} is empty");
    }
}
