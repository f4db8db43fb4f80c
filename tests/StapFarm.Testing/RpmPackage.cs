namespace StapFarm.Testing;

/// <summary>Packs a folder with rpmbuild.</summary>
public static class RpmPackage
{
    public const string Version = "6.1.0";

    /// <param name="work">A folder for rpmbuild, on the same file system as <paramref name="root"/>.</param>
    /// <param name="root">What lies below it goes below the root of the machine that the package is installed on.</param>
    /// <param name="paths">What of it is packed.</param>
    /// <param name="payload">rpm's word for how to compress, e.g. <c>w2.xzdio</c>.</param>
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
}
