using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using StapFarm.Testing;

namespace StapFarm.EndToEnd.Tests.Farm;

/// <summary>
/// Kernel trees made of the prepared farm's 6.1 tree, mostly by links: the tree itself; one without debug information, as
/// it comes of an archive that lacks the package with it; and one of another build, whose vmlinux has another build-id.
/// stap's trials hold for all of them.
/// </summary>
internal sealed class KernelVariants : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly JsonNode _document;

    private KernelVariants()
    {
        var trees = Path.Combine(SharedFarm.DataRoot, "kernels", "trees");
        var file = Directory.GetFiles(trees, "tree.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Single(file => File.ReadAllText(file).Contains($"\"{SharedFarm.Kernel61}\"", StringComparison.Ordinal));
        _document = JsonNode.Parse(File.ReadAllText(file))!;
        Original = (string)_document["body"]!["digest"]!;
        BuildId = (string)_document["body"]!["identity"]!["buildId"]!;
        OtherBuildId = DigestOf(BuildId)[..BuildId.Length];
    }

    public string[] Settings => [$"--Farm:Folders:Kernels={_folder.File("kernels")}", $"--Farm:Folders:Prepared={_folder.File("prepared")}"];

    /// <summary>Digests of the trees.</summary>
    public string Original { get; }

    public string WithoutDebugInfo { get; private set; } = "";

    public string OtherBuild { get; private set; } = "";

    public string BuildId { get; }

    public string OtherBuildId { get; }

    public static async Task<KernelVariants> MakeAsync()
    {
        var variants = new KernelVariants();
        Directory.CreateDirectory(variants._folder.File("kernels/trees"));
        Directory.CreateDirectory(variants._folder.File("prepared"));
        await variants.MakeAsync(variants.Original, _ => { }, _ => { });
        variants.WithoutDebugInfo = await variants.MakeAsync(
            DigestOf("without debug information"),
            body => body["hasDebugInfo"] = false,
            tree =>
            {
                Directory.Delete(Path.Combine(tree, "usr/lib/debug"), recursive: true);
                Directory.CreateDirectory(Path.Combine(tree, "usr/lib/debug"));
            });
        variants.OtherBuild = await variants.MakeAsync(
            DigestOf("another build"),
            body => body["identity"]!["buildId"] = variants.OtherBuildId,
            tree => variants.GiveOtherBuildId(Path.Combine(tree, $"usr/lib/debug/boot/vmlinux-{SharedFarm.Kernel61}")));
        return variants;
    }

    /// <summary>Makes these trees, and no others, the ones that the farm knows; the last is the newest.</summary>
    public void Publish(RealFarm farm, params string[] digests)
    {
        var manifests = Path.Combine(farm.DataRoot, "manifests", "kernel-tree");
        foreach (var known in Directory.GetFiles(manifests))
        {
            File.Delete(known);
        }

        foreach (var (i, digest) in digests.Index())
        {
            var document = JsonNode.Parse(File.ReadAllText(Document(digest)))!;
            document["body"]!["addedAt"] = new DateTimeOffset(2026, 1, 1 + i, 0, 0, 0, TimeSpan.Zero);
            File.WriteAllText(Path.Combine(manifests, $"{digest}.json"), document.ToJsonString());
        }
    }

    /// <summary>The kernel's notes (<c>/sys/kernel/notes</c>) as the other build has them.</summary>
    public byte[] OtherNotes(ReadOnlySpan<byte> notes)
    {
        var other = notes.ToArray();
        Replace(other);
        return other;
    }

    public void Dispose() => _folder.Dispose();

    private string Document(string digest) => _folder.File($"kernels/trees/{digest}/tree.json");

    private async Task<string> MakeAsync(string digest, Action<JsonNode> change, Action<string> changeTree)
    {
        var home = Path.GetDirectoryName(Document(digest))!;
        await Processes.RunAsync("cp", "-al", Path.Combine(SharedFarm.DataRoot, "kernels", "trees", Original), home);
        changeTree(Path.Combine(home, "tree"));

        var document = _document.DeepClone();
        document["body"]!["digest"] = digest;
        change(document["body"]!);
        File.Delete(Document(digest));
        await File.WriteAllTextAsync(Document(digest), document.ToJsonString());
        foreach (var pair in Directory.GetDirectories(Path.Combine(SharedFarm.DataRoot, "prepared"), $"*-{Original[..32]}"))
        {
            await Processes.RunAsync("cp", "-al", pair, _folder.File($"prepared/{Path.GetFileName(pair)[..^32]}{digest[..32]}"));
        }

        return digest;
    }

    private void GiveOtherBuildId(string file)
    {
        var time = File.GetLastWriteTimeUtc(file);
        var content = File.ReadAllBytes(file);
        Replace(content);
        // The file is also the prepared farm's: this takes only the name away.
        File.Delete(file);
        File.WriteAllBytes(file, content);
        File.SetLastWriteTimeUtc(file, time);
    }

    private void Replace(Span<byte> content)
    {
        var (from, to) = (Convert.FromHexString(BuildId), Convert.FromHexString(OtherBuildId));
        var at = content.IndexOf(from);
        Xunit.Assert.NotEqual(-1, at);
        to.CopyTo(content[at..]);
    }

    private static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
}
