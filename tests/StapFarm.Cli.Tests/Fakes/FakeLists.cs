namespace StapFarm.Cli.Tests.Fakes;

/// <summary>What the listing services have to list.</summary>
internal sealed class FakeLists
{
    public List<V1.Kernel> Kernels { get; } = [];

    public List<V1.AddKernelRequest> KernelsAdded { get; } = [];

    public List<V1.Toolchain> Toolchains { get; } = [];

    public List<V1.AddToolchainRequest> ToolchainsAdded { get; } = [];

    public V1.ExportToolchainResponse Export { get; set; } = new();

    public List<V1.ToolchainMatrixCell> Cells { get; } = [];

    public List<V1.Runner> Runners { get; } = [];

    public V1.StapServerResponse StapServer { get; set; } = new();

    public List<V1.StapCertificateStep> StapServerSteps { get; } = [];

    public V1.FarmStatusResponse Status { get; set; } = new();
}
