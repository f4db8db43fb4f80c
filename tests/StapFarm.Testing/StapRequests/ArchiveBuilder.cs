using System.IO.Compression;
using System.Text;

namespace StapFarm.Testing.StapRequests;

/// <summary>Makes archives as a client's zip does, or as none would.</summary>
public sealed class ArchiveBuilder
{
    private readonly List<(string Name, byte[] Content, int Mode)> _entries = [];

    /// <summary>The least that is a request.</summary>
    public static ArchiveBuilder Request(params string[] arguments)
    {
        var builder = new ArchiveBuilder().Add("version", "5.1").Add("sysinfo", "sysinfo: 6.1.0-56-cloud-amd64 x86_64").Add("locale", "LANG=C.UTF-8\n");
        foreach (var (index, argument) in arguments.Index())
        {
            builder.Add($"argv{index + 1}", argument);
        }

        return builder;
    }

    public ArchiveBuilder Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    public ArchiveBuilder Add(string name, byte[] content, int mode = 0)
    {
        _entries.Add((name, content, mode));
        return this;
    }

    public ArchiveBuilder Without(string name)
    {
        _entries.RemoveAll(entry => entry.Name == name);
        return this;
    }

    public byte[] Pack()
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, mode) in _entries)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = mode << 16;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return output.ToArray();
    }
}
