using System.Collections.Concurrent;
using System.Text;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Making;

/// <summary>Makes .rpm files with rpmbuild; a string that begins with <c>-> </c> is a link's target, with <c>#!</c> a program.</summary>
internal static class RpmBuilder
{
    public const string Version = "6.1.0";

    // Most tests change one package of five.
    private static readonly ConcurrentDictionary<string, byte[]> Built = new();

    /// <param name="payload">rpm's word for how to compress, e.g. <c>w2.xzdio</c>.</param>
    public static string Build(string folder, string name, Dictionary<string, byte[]> files, string payload, string release)
    {
        var file = Path.Combine(folder, $"{name}-{Version}-{release}.x86_64.rpm");
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

        return Pack(folder.Path, root, [.. files.Keys], name, payload, release);
    }

    /// <summary>Packs what is in a folder.</summary>
    public static byte[] Pack(string work, string root, IReadOnlyList<string> paths, string name, string payload, string release)
    {
        var spec = Path.Combine(work, $"{name}.spec");
        File.WriteAllText(spec, $"""
            Name: {name}
            Version: {Version}
            Release: {release}
            Summary: test
            License: GPL
            AutoReqProv: no
            %description
            test
            %install
            mkdir -p %{"{buildroot}"}
            cp -al {root}/. %{"{buildroot}"}/
            %files
            %defattr(-,root,root)
            {string.Join('\n', paths.Select(path => $"\"/{path}\""))}

            """);
        Tool.Run(
            "rpmbuild", "-bb", "--quiet", "--target", "x86_64", "--define", $"_topdir {work}/top", "--define", $"_binary_payload {payload}",
            "--define", "__os_install_post %{nil}", "--define", "debug_package %{nil}", "--define", "_build_id_links none",
            "--define", $"_tmppath {work}", spec);
        return File.ReadAllBytes(Directory.GetFiles(Path.Combine(work, "top/RPMS"), $"{name}-*.rpm", SearchOption.AllDirectories).Single());
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
