using System.Collections.Concurrent;
using System.Text;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Making;

/// <summary>Makes .deb files with dpkg-deb; a string that begins with <c>-> </c> is a link's target, with <c>#!</c> a program.</summary>
/// <param name="modified">The time that all files get.</param>
internal sealed class PackageBuilder(DateTime modified)
{
    // Most tests change one package of five.
    private static readonly ConcurrentDictionary<string, byte[]> Built = new();

    public KernelPackage Build(string folder, string name, Dictionary<string, byte[]> files, string depends = "")
    {
        var file = Path.Combine(folder, $"{name}_1_amd64.deb");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(file, Built.GetOrAdd(Key(name + depends, files), _ => Build(name, depends, files)));
        return new KernelPackage($"{name}_1_amd64", new string('0', 64), file);
    }

    private string Key(string name, Dictionary<string, byte[]> files) => string.Join('|', files
        .OrderBy(file => file.Key, StringComparer.Ordinal)
        .Select(file => $"{file.Key}={Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(file.Value))}")
        .Prepend($"{name} {modified:O}"));

    private byte[] Build(string name, string depends, Dictionary<string, byte[]> files)
    {
        using var folder = new StapFarm.Testing.ScratchFolder();
        var root = folder.File("root");
        Write(root, "DEBIAN/control", Encoding.UTF8.GetBytes($"Package: {name}\nVersion: 1\nArchitecture: amd64\n{(depends.Length > 0 ? $"Depends: {depends}\n" : "")}Maintainer: Nobody <a@b.c>\nDescription: test\n"));
        foreach (var (path, content) in files)
        {
            Write(root, path, content);
        }

        Tool.Run("dpkg-deb", "-Znone", "--root-owner-group", "-b", root, folder.File("deb"));
        return File.ReadAllBytes(folder.File("deb"));
    }

    private void Write(string root, string path, byte[] content)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (content.AsSpan().StartsWith("-> "u8))
        {
            File.CreateSymbolicLink(full, Encoding.UTF8.GetString(content.AsSpan(3)));
            return;
        }

        File.WriteAllBytes(full, content);
        if (content.AsSpan().StartsWith("#!"u8))
        {
            File.SetUnixFileMode(full, File.GetUnixFileMode(full) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        File.SetLastWriteTimeUtc(full, modified);
    }
}
