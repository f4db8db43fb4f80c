using System.Text;

namespace StapFarm.Lab.Initramfs;

/// <summary>The guest's root file system within the archive.</summary>
internal sealed class GuestRoot(CpioWriter archive)
{
    private const string Prefix = "target/";

    public void Add(string path, ReadOnlySpan<byte> content, bool executable = false) =>
        archive.AddFile(Prefix + path.TrimStart('/'), content, executable);

    public void Add(string path, string content) => Add(path, Encoding.UTF8.GetBytes(content));

    public void Link(string path, string target) => archive.AddSymbolicLink(Prefix + path, target);

    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
