using System.Text.Json;
using System.Text.Json.Serialization;
using StapFarm.Model.Failures;
using StapFarm.Runner.State;

namespace StapFarm.Runner.Journal;

/// <summary>What is known of a session before its module is loaded, so that another runner process can end it.</summary>
/// <param name="Version">Of this format: 1.</param>
/// <param name="Module">The name that the module was built with.</param>
/// <param name="Renamed">Whether staprun renames it, to something that ends with <c>_PID</c>.</param>
/// <param name="BootId">The boot in which it was started: after another nothing is left.</param>
/// <param name="StartedAt">By the target's clock.</param>
internal sealed record JournalEntry(int Version, string Session, string Module, bool Renamed, string BootId, DateTimeOffset StartedAt)
{
    public const int CurrentVersion = 1;

    public void Save(string path) => DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, JournalJson.Default.JournalEntry));

    /// <exception cref="FarmException"><c>UnknownVersion</c>, <c>Corrupt</c>.</exception>
    public static JournalEntry Load(string path)
    {
        try
        {
            var entry = JsonSerializer.Deserialize(File.ReadAllBytes(path), JournalJson.Default.JournalEntry);
            return entry?.Version == CurrentVersion
                ? entry
                : throw new FarmException(FailureCode.UnknownVersion, $"The journal {path} has version {entry?.Version}; this runner knows version {CurrentVersion}.");
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            throw new FarmException(FailureCode.Corrupt, $"The journal {path} can't be read: {exception.Message}", "", exception);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;
