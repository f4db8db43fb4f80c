using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using StapFarm.Cluster.Hosting;

namespace StapFarm.Cluster.Tests.Messages;

/// <summary>Messages as Orleans writes them, and the folder with those that were recorded.</summary>
public sealed class Payloads : IDisposable
{
    /// <summary>Set to record messages that have no payload yet; those that have one keep it.</summary>
    public const string RecordVariable = "STAPFARM_RECORD_PAYLOADS";

    private readonly ServiceProvider _services = new ServiceCollection().AddStapFarmMessages().BuildServiceProvider();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    public byte[] Write(object message) => Serializer.SerializeToArray(message);

    public object Read(byte[] payload) => Serializer.Deserialize<object>(payload)!;

    public object Copy(object message) => _services.GetRequiredService<DeepCopier>().Copy(message);

    public static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(here))!, "Payloads");

    public void Dispose() => _services.Dispose();
}
