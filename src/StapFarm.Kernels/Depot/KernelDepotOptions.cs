using System.ComponentModel.DataAnnotations;

namespace StapFarm.Kernels.Depot;

/// <summary>Where a worker keeps its kernel trees.</summary>
public sealed class KernelDepotOptions
{
    /// <summary>
    /// Folder of the trees; made if need be. May be shared by processes. A tree takes 1 to 2 GB, more for flavours with
    /// all drivers.
    /// </summary>
    [Required]
    public string Root { get; set; } = "";
}
