namespace StapFarm.Model.Principals;

/// <summary>Who asks. Every call, build and run has one.</summary>
/// <param name="Name">Unique within the farm.</param>
public sealed record Principal(string Name)
{
    /// <summary>Whoever reaches the embedded farm's loopback listener.</summary>
    public static Principal Local { get; } = new("local");

    /// <summary>Whoever reaches the port for <c>stap --use-server</c>: its clients have no identity.</summary>
    public static Principal StapPort { get; } = new("stap-port");

    public override string ToString() => Name;
}
