using StapFarm.Model.Content;

namespace StapFarm.Storage.Blobs;

/// <summary>Where blobs are: <c>blobs/AB/ABCD...</c> under the root.</summary>
internal sealed class BlobPaths(string root)
{
    public string Folder { get; } = Path.Combine(root, "blobs");

    public string Of(Digest digest)
    {
        var name = digest.ToString();
        return Path.Combine(Folder, name[..2], name);
    }

    /// <summary>The digests that files stand under, in no order. Whether they are whole is for those who open them to say.</summary>
    public IEnumerable<Digest> Stored()
    {
        foreach (var path in Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories) : [])
        {
            if (Digest.TryParse(Path.GetFileName(path), out var digest))
            {
                yield return digest;
            }
        }
    }
}
