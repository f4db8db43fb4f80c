using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using StapFarm.Model.Failures;

namespace StapFarm.Model.Content;

/// <summary>
/// The form of every stored document: <c>{"format": NAME, "version": N, "body": {...}}</c>, UTF-8 JSON with camelCase
/// names, digests as hexadecimal text, bytes as base64.
/// </summary>
[RequiresUnreferencedCode("Serializes by reflection; for the server's processes.")]
[RequiresDynamicCode("Serializes by reflection; for the server's processes.")]
public static class ManifestDocument
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new DigestJsonConverter(), new JsonStringEnumConverter() },
    };

    public static byte[] Write<T>(string format, int version, T body) =>
        JsonSerializer.SerializeToUtf8Bytes(new Envelope<T>(format, version, body), Options);

    /// <exception cref="FarmException"><c>UnknownVersion</c> for another version, <c>Corrupt</c> for anything else.</exception>
    public static T Read<T>(string format, int version, ReadOnlyMemory<byte> document)
    {
        try
        {
            var header = JsonSerializer.Deserialize<Header>(document.Span, Options);
            if (header is null || header.Format != format)
            {
                throw new FarmException(FailureCode.Corrupt, $"A stored document should be a {format} and is '{header?.Format}'.");
            }

            if (header.Version != version)
            {
                throw new FarmException(
                    FailureCode.UnknownVersion,
                    $"A stored {format} has version {header.Version}; this program knows version {version}.",
                    "Use the release of StapFarm that wrote it, or drop it if it is one that is made again: stapfarm doctor --repair");
            }

            return JsonSerializer.Deserialize<Envelope<T>>(document.Span, Options)!.Body;
        }
        catch (JsonException exception)
        {
            throw new FarmException(FailureCode.Corrupt, $"A stored {format} can't be read: {exception.Message}", innerException: exception);
        }
    }

    private sealed record Header(string Format, int Version);

    private sealed record Envelope<T>(string Format, int Version, T Body);
}
