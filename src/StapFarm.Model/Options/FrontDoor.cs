namespace StapFarm.Model.Options;

/// <summary>Where a request came in: the same option may be welcome at one door and refused at the other.</summary>
public enum FrontDoor
{
    /// <summary>gRPC, and so the <c>stapfarm</c> command.</summary>
    Grpc,

    /// <summary>The port for unmodified <c>stap --use-server</c> clients, who have no identity.</summary>
    StapPort,
}
