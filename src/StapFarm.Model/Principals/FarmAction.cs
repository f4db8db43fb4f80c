namespace StapFarm.Model.Principals;

/// <summary>What may be allowed or not.</summary>
public enum FarmAction
{
    /// <summary>List and show kernels, toolchains, modules, runners and runs.</summary>
    View,

    /// <summary>Submit builds and fetch their results.</summary>
    Build,

    /// <summary>Submit builds with <c>-g</c> (guru mode).</summary>
    BuildGuru,

    /// <summary>Start and stop runs.</summary>
    Run,

    /// <summary>Add and remove kernels, toolchains and modules; promote.</summary>
    Administer,

    /// <summary>Connect as a runner.</summary>
    ConnectRunner,

    /// <summary>Lease work as a worker.</summary>
    LeaseWork,

    /// <summary>Have modules signed for kernels that load signed ones only.</summary>
    SignForKernel,

    /// <summary>Send files to the farm's store.</summary>
    Upload,
}
