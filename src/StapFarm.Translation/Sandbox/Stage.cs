namespace StapFarm.Translation.Sandbox;

/// <summary>
/// A mount namespace of the calling thread alone, in which chosen folders lie where a slot's user can reach them: the
/// farm's own folders usually lie below ones that only root may enter. It ends with the thread and its children.
/// </summary>
internal sealed class Stage
{
    private readonly List<(string Source, string Staged)> _folders = [];
    private readonly string _root;

    private Stage(string root) => _root = root;

    /// <summary>Moves the calling thread, which must be one that nobody else uses, into a namespace of its own.</summary>
    /// <exception cref="IOException">The system doesn't allow it.</exception>
    public static Stage Enter()
    {
        // Any existing folder that every user may enter will do: what it holds is hidden for this thread only.
        var root = ((string[])["/mnt", "/media", "/srv", "/opt"]).FirstOrDefault(Directory.Exists)
            ?? throw new IOException("There is no /mnt to stage a sandbox on.");
        Demand(Native.Unshare(Native.NewMountNamespace), "unshare");
        Demand(Native.Mount("none", "/", null, Native.MountRecursive | Native.MountPrivate, null), "making mounts private");
        Demand(Native.Mount("tmpfs", root, "tmpfs", Native.MountNoSuid | Native.MountNoDev, "mode=0755"), $"mounting on {root}");
        return new Stage(root);
    }

    /// <summary>Where the thread sees <paramref name="source"/> (a host folder) from now on.</summary>
    public void Add(string source)
    {
        var staged = Path.Combine(_root, $"stage-{_folders.Count}");
        Bind(source, staged, writable: true);
        _folders.Add((source, staged));
    }

    public string Map(string path)
    {
        foreach (var (source, staged) in _folders.OrderByDescending(folder => folder.Source.Length))
        {
            if (path == source)
            {
                return staged;
            }

            if (path.StartsWith(source.TrimEnd('/') + "/", StringComparison.Ordinal))
            {
                return staged + path[source.TrimEnd('/').Length..];
            }
        }

        return path;
    }

    /// <summary>Makes a root on the stage from a plan; gives its path.</summary>
    public string Build(IEnumerable<Mount> plan)
    {
        var root = Path.Combine(_root, "root");
        Directory.CreateDirectory(root);
        foreach (var mount in plan)
        {
            var target = root + mount.Target;
            switch (mount)
            {
                case Mount.Folder:
                    Directory.CreateDirectory(target);
                    break;
                case Mount.Link link:
                    File.CreateSymbolicLink(target, link.To);
                    break;
                case Mount.Bind bind:
                    Bind(bind.Source, target, bind.Writable);
                    break;
            }
        }

        return root;
    }

    private static void Bind(string source, string target, bool writable)
    {
        if (Directory.Exists(source))
        {
            Directory.CreateDirectory(target);
        }
        else if (!File.Exists(target))
        {
            File.WriteAllBytes(target, []);
        }

        Demand(Native.Mount(source, target, null, Native.MountBind | Native.MountRecursive, null), $"binding {source}");
        if (!writable)
        {
            Demand(
                Native.Mount("none", target, null, Native.MountBind | Native.MountRemount | Native.MountReadOnly | Native.MountNoSuid, null),
                $"binding {source} read-only");
        }
    }

    private static void Demand(int result, string what)
    {
        if (result != 0)
        {
            throw Native.Failure(what);
        }
    }
}
