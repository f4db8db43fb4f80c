using System.Collections.Concurrent;
using System.Text;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Making;

/// <summary>Makes .rpm files with rpmbuild; a string that begins with <c>-> </c> is a link's target, with <c>#!</c> a program.</summary>
internal static class RpmBuilder
{
    // Most tests change one package of five.
    private static readonly ConcurrentDictionary<string, byte[]> Built = new();

    /// <param name="payload">rpm's word for how to compress, e.g. <c>w2.xzdio</c>.</param>
    public static string Build(string folder, string name, Dictionary<string, byte[]> files, string payload, string release)
    {
        var file = Path.Combine(folder, $"{name}-{RpmPackage.Version}-{release}.x86_64.rpm");
        Directory.CreateDirectory(folder);
        var key = string.Join('|', files.Select(entry => $"{entry.Key}={Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(entry.Value))}").Prepend($"{name} {payload} {release}"));
        File.WriteAllBytes(file, Built.GetOrAdd(key, _ => Build(name, files, payload, release)));
        return file;
    }

    private static byte[] Build(string name, Dictionary<string, byte[]> files, string payload, string release)
    {
        using var folder = new ScratchFolder();
        var root = folder.File("root");
        foreach (var (path, content) in files)
        {
            Write(Path.Combine(root, path), content);
        }

        return RpmPackage.Pack(folder.Path, root, [.. files.Keys], name, payload, release);
    }

    private static void Write(string full, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (content.AsSpan().StartsWith("-> "u8))
        {
            File.CreateSymbolicLink(full, Encoding.UTF8.GetString(content.AsSpan(3)));
            return;
        }

        File.WriteAllBytes(full, content);
        if (content.AsSpan().StartsWith("#!"u8))
        {
            File.SetUnixFileMode(full, File.GetUnixFileMode(full) | UnixFileMode.UserExecute);
        }
    }
}
