using System.Text.Json;
using System.Text.Json.Serialization;
using StapFarm.Model.Failures;

namespace StapFarm.Runner.Namespaces;

/// <summary>What the runner tells the child that becomes staprun: a JSON file in the session's folder.</summary>
/// <param name="Version">Of this format: 1.</param>
/// <param name="PidFile">Where the child writes its pid and start time before it loads anything.</param>
/// <param name="Scratch">An empty folder of the session's own.</param>
/// <param name="Bundle">The unpacked runtime bundle.</param>
/// <param name="Wrappers">By built-in path: the program that is started there.</param>
/// <param name="Loader">The dynamic loader.</param>
/// <param name="Libraries">Its library path.</param>
/// <param name="Arguments">The program and its arguments, as bytes.</param>
internal sealed record EnterSpec(
    int Version,
    string PidFile,
    string Scratch,
    string Bundle,
    IReadOnlyDictionary<string, string> Wrappers,
    string Loader,
    string Libraries,
    IReadOnlyList<byte[]> Arguments)
{
    public const int CurrentVersion = 1;

    public void Save(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, EnterJson.Default.EnterSpec));

    public static EnterSpec Load(string path)
    {
        var spec = JsonSerializer.Deserialize(File.ReadAllBytes(path), EnterJson.Default.EnterSpec);
        return spec?.Version == CurrentVersion
            ? spec
            : throw new FarmException(FailureCode.UnknownVersion, $"{path} has version {spec?.Version}; this runner knows version {CurrentVersion}.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnterSpec))]
internal sealed partial class EnterJson : JsonSerializerContext;
