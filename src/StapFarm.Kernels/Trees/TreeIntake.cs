namespace StapFarm.Kernels.Trees;

/// <summary>
/// What packages of every form are let into a tree: only what it has a use for, no name that climbs out, no link that leads
/// out.
/// </summary>
internal sealed class TreeIntake(TreeLayout layout, TreeWriter writer)
{
    public string Root => writer.Root;

    /// <summary>The name of an entry as a path: without what it begins and ends with for decoration.</summary>
    /// <exception cref="InvalidDataException">It climbs out of where it stands.</exception>
    public static string Clean(string name)
    {
        var path = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name.TrimStart('/');
        path = path.TrimEnd('/');
        return path.Contains("..", StringComparison.Ordinal) && path.Split('/').Contains("..")
            ? throw new InvalidDataException($"the path '{name}' climbs out of the package")
            : path;
    }

    public bool Keeps(string path) => layout.Place(path) is not null;

    public void Folder(string path)
    {
        if (layout.Place(path) is { } place)
        {
            writer.Folder(place);
        }
    }

    public async Task FileAsync(string path, bool isProgram, DateTimeOffset modified, Stream? content, CancellationToken cancellationToken)
    {
        if (layout.Place(path) is { } place)
        {
            await writer.FileAsync(place, isProgram, modified, content, cancellationToken);
        }
    }

    /// <summary>Gives a file that was taken in another name too.</summary>
    public async Task CopyAsync(string from, string to, bool isProgram, DateTimeOffset modified, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(Path.Combine(writer.Root, layout.Place(from)!));
        await FileAsync(to, isProgram, modified, content, cancellationToken);
    }

    public void Link(string path, string target)
    {
        if (layout.Place(path) is not { } place)
        {
            return;
        }

        var leads = layout.Target(place, target);
        if (!StaysInside(place, leads))
        {
            throw new InvalidDataException($"the link '{path}' leads to '{target}', out of the kernel's tree");
        }

        writer.Link(place, leads);
    }

    // An absolute link holds where a sandbox shows the tree's folders, so it must lead to one of these.
    private static bool StaysInside(string path, string target)
    {
        if (target.StartsWith('/'))
        {
            return !target.Split('/').Contains("..") && TreeLayout.IsKept(target.TrimStart('/'));
        }

        var depth = path.Count(c => c == '/');
        foreach (var step in target.Split('/'))
        {
            depth += step switch { ".." => -1, "" or "." => 0, _ => 1 };
            if (depth < 0)
            {
                return false;
            }
        }

        return true;
    }
}
