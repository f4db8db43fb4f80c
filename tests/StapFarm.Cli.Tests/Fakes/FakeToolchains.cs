using Grpc.Core;

namespace StapFarm.Cli.Tests.Fakes;

internal sealed class FakeToolchains(FakeLists lists) : V1.Toolchains.ToolchainsBase
{
    public override Task<V1.AddToolchainResponse> Add(V1.AddToolchainRequest request, ServerCallContext context)
    {
        lists.ToolchainsAdded.Add(request);
        return Task.FromResult(new V1.AddToolchainResponse { WorkId = $"toolchain {request.Specification}" });
    }

    public override Task<V1.ExportToolchainResponse> Export(V1.ExportToolchainRequest request, ServerCallContext context) => Task.FromResult(lists.Export);

    public override Task<V1.ListToolchainsResponse> List(V1.ListToolchainsRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ListToolchainsResponse { Toolchains = { lists.Toolchains } });

    public override Task<V1.ShowToolchainResponse> Show(V1.ShowToolchainRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ShowToolchainResponse { Toolchain = lists.Toolchains.Single(toolchain => toolchain.Name == request.Toolchain) });

    public override Task<V1.PromoteToolchainResponse> Promote(V1.PromoteToolchainRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.PromoteToolchainResponse());

    public override Task<V1.ToolchainMatrixResponse> Matrix(V1.ToolchainMatrixRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ToolchainMatrixResponse { Cells = { lists.Cells } });
}
