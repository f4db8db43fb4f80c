using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Identity;
using StapFarm.Toolchains.Making;
using StapFarm.Toolchains.Packing;

namespace StapFarm.Toolchains.Tests.Fakes;

/// <summary>
/// A small root with programs of this machine in the roles of staprun (tar, because it needs a few libraries) and stapio,
/// each with the other's path compiled in, so to speak.
/// </summary>
internal static class SyntheticRoot
{
    public const string StapioPath = "/usr/lib/systemtap/stapio";

    public static ToolchainPackage Package(string name, string version = "1") =>
        new(name, version, "amd64", new string('a', 63) + (char)('0' + (version.Length % 10)));

    public static MadeRoot Make(string folder, string release = "5.1", params IReadOnlyList<ToolchainPackage> packages)
    {
        foreach (var path in DebianRecipe.MountPoints.Append("usr/bin").Append("usr/lib/systemtap"))
        {
            Directory.CreateDirectory(Path.Combine(folder, path));
        }

        Program("/usr/bin/tar", Path.Combine(folder, "usr/bin/staprun"), "/etc/systemtap/staprun\0see stapio\0" + StapioPath + "\0");
        Program("/usr/bin/true", Path.Combine(folder, "usr/lib/systemtap/stapio"), "x\0/usr/bin/staprun\0");
        CopyLibraries(folder);
        File.WriteAllText(Path.Combine(folder, "usr/bin/stap"), $"stap {release}");
        File.CreateSymbolicLink(Path.Combine(folder, "usr/bin/link"), "stap");
        var identity = new RootIdentity(
            DebianRecipe.Version,
            Architecture.X86_64,
            [Architecture.X86_64],
            packages.Count > 0 ? packages : [Package("systemtap", release), Package("make")]);
        identity.WriteInto(folder);
        return new MadeRoot(folder, release, ["gcc-12", "gcc-14"], identity);
    }

    private static void Program(string from, string to, string appended)
    {
        File.WriteAllBytes(to, [.. File.ReadAllBytes(from), 0, .. System.Text.Encoding.ASCII.GetBytes(appended)]);
        FileModes.Set(to, FileModes.Get(from));
    }

    // As in Debian: the loader's path is absolute in programs, a relative link in /usr/lib64, and /lib64 is a link as well.
    private static void CopyLibraries(string folder)
    {
        const string Libraries = "usr/lib/x86_64-linux-gnu";
        Directory.CreateDirectory(Path.Combine(folder, Libraries));
        Directory.CreateDirectory(Path.Combine(folder, "usr/lib64"));
        File.CreateSymbolicLink(Path.Combine(folder, "lib64"), "/usr/lib64");
        foreach (var name in (string[])["libc.so.6", "libacl.so.1", "libselinux.so.1", "libpcre2-8.so.0", "ld-linux-x86-64.so.2"])
        {
            File.Copy($"/lib/x86_64-linux-gnu/{name}", Path.Combine(folder, Libraries, name));
        }

        File.CreateSymbolicLink(Path.Combine(folder, "usr/lib64/ld-linux-x86-64.so.2"), "../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
    }
}
