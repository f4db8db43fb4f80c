using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;

namespace StapFarm.Kernels.Downloads;

/// <summary>A file that grows beside its name: <c>FILE.part</c>, with the server's tag for its version in <c>FILE.tag</c>.</summary>
internal sealed class PartialFile(string file)
{
    private string Part => file + ".part";

    private string Tag => file + ".tag";

    public string Folder => Path.GetDirectoryName(file)!;

    public long Length => File.Exists(Part) ? new FileInfo(Part).Length : 0;

    /// <summary>Whether there is something to go on with. A weak tag doesn't promise equal bytes.</summary>
    public bool Resumes(out long offset, [NotNullWhen(true)] out EntityTagHeaderValue? tag)
    {
        offset = Length;
        tag = null;
        return offset > 0 && File.Exists(Tag) && EntityTagHeaderValue.TryParse(File.ReadAllText(Tag), out tag) && !tag.IsWeak;
    }

    /// <summary>Opens it for what comes at <paramref name="offset"/>; at 0 it begins anew.</summary>
    public FileStream Open(long offset, EntityTagHeaderValue? tag)
    {
        if (offset == 0)
        {
            File.Delete(Part);
            File.Delete(Tag);
            if (tag is not null)
            {
                File.WriteAllText(Tag, tag.ToString());
            }
        }

        var stream = new FileStream(Part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        stream.SetLength(offset);
        stream.Position = offset;
        return stream;
    }

    public void Publish()
    {
        File.Move(Part, file, overwrite: true);
        File.Delete(Tag);
    }

    public void Discard()
    {
        File.Delete(Part);
        File.Delete(Tag);
    }
}
