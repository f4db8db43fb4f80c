namespace StapFarm.Runner.Namespaces;

/// <summary>Flags of mount(2).</summary>
internal static class MountFlags
{
    public const nuint NoSetUid = 2;

    public const nuint Remount = 32;

    public const nuint Bind = 4096;

    public const nuint Recursive = 16384;

    public const nuint Private = 1 << 18;
}
