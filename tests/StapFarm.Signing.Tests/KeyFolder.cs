using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Signing.Keys;
using StapFarm.Testing;

namespace StapFarm.Signing.Tests;

/// <summary>A folder of keys of a test's own; it isn't there yet.</summary>
internal sealed class KeyFolder : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public string Folder => _scratch.File("keys");

    public string TicketKey => Path.Combine(Folder, FileKeyRing.TicketKeyFile);

    public FileKeyRing Ring(bool createMissingKeys = true) => new(
        Options.Create(new KeyRingOptions { Folder = Folder, CreateMissingKeys = createMissingKeys }),
        NullLogger<FileKeyRing>.Instance);

    public void Dispose() => _scratch.Dispose();
}
