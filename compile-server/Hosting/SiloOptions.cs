using System.ComponentModel.DataAnnotations;

namespace StapFarm.CompileServer.Hosting;

/// <summary>The silo's settings (<c>Farm:Silo</c>). Both ports are on loopback.</summary>
internal sealed class SiloOptions
{
    public const string Section = "Farm:Silo";

    /// <summary>Where other silos would reach it; 0 takes any free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>Where other processes' clients would reach it; 0 takes any free one.</summary>
    [Range(0, 65535)]
    public int GatewayPort { get; set; }
}
