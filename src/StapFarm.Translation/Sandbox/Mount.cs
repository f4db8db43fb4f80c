namespace StapFarm.Translation.Sandbox;

/// <summary>A step in making the root that a build sees, in order.</summary>
/// <param name="Target">Absolute, within the sandbox.</param>
internal abstract record Mount(string Target)
{
    /// <summary>An empty directory.</summary>
    public sealed record Folder(string Target) : Mount(Target);

    public sealed record Link(string Target, string To) : Mount(Target);

    /// <summary>A file or folder of the host.</summary>
    public sealed record Bind(string Target, string Source, bool Writable = false) : Mount(Target);
}
