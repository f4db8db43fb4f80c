using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;
using StapFarm.Toolchains.Identity;

namespace StapFarm.Toolchains.Roots;

/// <summary>
/// The files and symbolic links of a root, from which its digest is computed. Owners, times, folders, and which name of a file
/// is the hard link are none of its identity; neither is the folder <c>stapfarm</c>, which is the farm's own.
/// </summary>
internal sealed class RootListing
{
    private const string Own = "stapfarm";
    private readonly SortedDictionary<string, (char Kind, string Content)> _entries = new(StringComparer.Ordinal);

    /// <param name="content">SHA-256 of its bytes.</param>
    public void AddFile(string path, bool isProgram, Digest content) => Add(path, isProgram ? 'x' : 'f', content.ToString());

    public void AddLink(string path, string target) => Add(path, 'l', target);

    /// <param name="file">A file that was added before.</param>
    public void AddHardLink(string path, string file)
    {
        if (_entries.TryGetValue(file, out var entry))
        {
            Add(path, entry.Kind, entry.Content);
        }
    }

    public void Remove(string place)
    {
        foreach (var path in _entries.Keys.Where(path => RootFilter.IsAt(path, place)).ToList())
        {
            _entries.Remove(path);
        }
    }

    /// <summary>
    /// SHA-256 over the number of entries and of each, sorted by the path's characters: path, kind (<c>f</c>, <c>x</c> for a program, <c>l</c>)
    /// and SHA-256 or the link's target, in <see cref="CanonicalWriter"/>'s encoding.
    /// </summary>
    public Digest ComputeDigest()
    {
        var writer = new CanonicalWriter().Number(_entries.Count);
        foreach (var (path, (kind, content)) in _entries)
        {
            writer.Text(path).Text(kind.ToString()).Text(content);
        }

        return Digest.Of(writer.Written);
    }

    private void Add(string path, char kind, string content)
    {
        if (!RootFilter.IsAt(path, Own))
        {
            _entries[path] = (kind, content);
        }
    }
}
