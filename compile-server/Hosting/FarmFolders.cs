namespace StapFarm.CompileServer.Hosting;

/// <summary>The folders of this process, absolute.</summary>
internal sealed class FarmFolders
{
    private FarmFolders(string dataRoot, FolderOptions set)
    {
        DataRoot = dataRoot;
        Stores = Resolve(set.Stores, "");
        Kernels = Resolve(set.Kernels, "kernels");
        Toolchains = Resolve(set.Toolchains, "toolchains");
        Prepared = Resolve(set.Prepared, "prepared");
        Scratch = Resolve(set.Scratch, "scratch");
        Keys = Resolve(set.Keys, "keys");
        Downloads = Resolve(set.Downloads, "downloads");
    }

    public string DataRoot { get; }

    public string Stores { get; }

    public string Kernels { get; }

    public string Toolchains { get; }

    public string Prepared { get; }

    public string Scratch { get; }

    public string Keys { get; }

    public string Downloads { get; }

    /// <summary>Says where the farm listens, for those who start it with port 0: one line, <c>http://ADDRESS:PORT</c>.</summary>
    public string AddressFile => Path.Combine(DataRoot, "farm.address");

    public static FarmFolders From(IConfiguration configuration)
    {
        var root = configuration[$"{FarmOptions.Section}:{nameof(FarmOptions.DataRoot)}"];
        var set = configuration.GetSection(FolderOptions.Section).Get<FolderOptions>() ?? new();
        return new(Path.GetFullPath(root is { Length: > 0 } ? root : DefaultDataRoot()), set);
    }

    /// <summary>Whether a folder was set to be elsewhere than in the data root, where other farms may use it too.</summary>
    public bool IsShared(string folder) => !folder.StartsWith(DataRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string Resolve(string? set, string name) =>
        Path.GetFullPath(set is { Length: > 0 } ? set : Path.Combine(DataRoot, name));

    private static string DefaultDataRoot()
    {
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg)
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        return Path.Combine(data, "stapfarm");
    }
}
