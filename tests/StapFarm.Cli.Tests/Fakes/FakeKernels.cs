using Grpc.Core;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Tests.Fakes;

internal sealed class FakeKernels(FakeLists lists) : V1.Kernels.KernelsBase
{
    public override Task<V1.AddKernelResponse> Add(V1.AddKernelRequest request, ServerCallContext context)
    {
        lists.KernelsAdded.Add(request);
        return Task.FromResult(new V1.AddKernelResponse { WorkId = $"kernel {request.Specification}" });
    }

    public override Task<V1.ListKernelsResponse> List(V1.ListKernelsRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ListKernelsResponse { Kernels = { lists.Kernels } });

    public override Task<V1.ShowKernelResponse> Show(V1.ShowKernelRequest request, ServerCallContext context) =>
        lists.Kernels.FirstOrDefault(kernel => kernel.Identity.Release == request.Kernel) is { } kernel
            ? Task.FromResult(new V1.ShowKernelResponse { Kernel = kernel })
            : throw new FarmException(FailureCode.UnknownKernel, $"The farm doesn't know a kernel '{request.Kernel}'.", $"Add it with: stapfarm kernel add {request.Kernel}").ToRpcException();

    public override Task<V1.WantedKernelsResponse> Wanted(V1.WantedKernelsRequest request, ServerCallContext context) => Task.FromResult(new V1.WantedKernelsResponse
    {
        Kernels =
        {
            new V1.WantedKernel
            {
                Identity = new() { Release = "3.10.0-1160.el7.x86_64" },
                AskedTimes = 3,
                LastAskedAtUnixMs = 1_700_000_000_000,
                Packages = { "kernel-devel-3.10.0-1160.el7.x86_64" },
                Where = "somewhere",
                Command = "stapfarm kernel add --rpm *.rpm",
            },
            new V1.WantedKernel
            {
                Identity = new() { Release = "6.18.0-mine" },
                AskedTimes = 1,
                LastAskedAtUnixMs = 1_700_000_000_000,
                Where = "whoever built it",
                Command = "stapfarm kernel add --dir DIR",
            },
        },
    });

    public override Task<V1.RemoveKernelResponse> Remove(V1.RemoveKernelRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.RemoveKernelResponse { Trees = { "abc" } });
}
