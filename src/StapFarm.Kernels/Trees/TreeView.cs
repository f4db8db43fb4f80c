using StapFarm.Kernels.Elf;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Trees;

/// <summary>Reads a composed tree, links within it included; the folder's own surroundings are never looked at.</summary>
internal sealed class TreeView(string root, TreeLayout layout, TreeListing listing)
{
    private const int MostLinks = 16;

    public TreeLayout Layout => layout;

    public TreeListing Listing => listing;

    /// <summary>What stands at a path once links are followed; null if there is nothing.</summary>
    public TreeEntry? Find(string path)
    {
        var rest = new Stack<string>(path.Split('/').Reverse());
        var at = new List<string>();
        for (var links = 0; rest.TryPop(out var part);)
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == "..")
            {
                at.RemoveRange(Math.Max(0, at.Count - 1), Math.Min(1, at.Count));
                continue;
            }

            at.Add(part);
            if (listing[string.Join('/', at)] is { Kind: TreeEntryKind.Link } link)
            {
                if (++links > MostLinks)
                {
                    return null;
                }

                at.RemoveAt(at.Count - 1);
                at = link.Value.StartsWith('/') ? [] : at;
                foreach (var step in link.Value.Split('/').Reverse())
                {
                    rest.Push(step);
                }
            }
        }

        return listing[string.Join('/', at)];
    }

    /// <summary>The file at a path, on this machine.</summary>
    /// <exception cref="FarmException"><c>BadKernelTree</c>: it isn't there.</exception>
    public string File(string path, string part) => Find(path) is { IsFile: true } entry
        ? Path.Combine(root, entry.Path)
        : throw Refuse(part, $"{path} is missing");

    /// <exception cref="FarmException"><c>BadKernelTree</c>: it isn't there.</exception>
    public string Text(string path, string part) => System.IO.File.ReadAllText(File(path, part));

    /// <summary>Reads an ELF file of the tree, once it is known to be whole.</summary>
    /// <exception cref="FarmException"><c>BadKernelTree</c>: it isn't there, or isn't whole.</exception>
    public T Elf<T>(string path, string part, Func<ElfFile, T> read)
    {
        try
        {
            using var file = ElfFile.Open(File(path, part));
            file.CheckWhole();
            return read(file);
        }
        catch (ElfFormatException exception)
        {
            throw Refuse(part, $"{path}: {exception.Problem}", exception);
        }
    }

    /// <summary>The failure for a tree that can't be used because of <paramref name="part"/>.</summary>
    public FarmException Refuse(string part, string problem, Exception? exception = null) => new(
        new FarmFailure(
            FailureCode.BadKernelTree,
            $"The tree of kernel {layout.Release} can't be used because of its {part}: {problem}.",
            "All parts must be whole and of one build. Add the kernel again; if that doesn't help, the source's packages are at fault.")
        {
            Kernel = layout.Release,
        },
        exception);
}
