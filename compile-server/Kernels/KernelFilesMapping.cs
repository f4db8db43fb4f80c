using StapFarm.Kernels;
using StapFarm.Kernels.Uploads;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Kernels;

/// <summary>The files of a kernel over gRPC.</summary>
internal static class KernelFilesMapping
{
    /// <exception cref="Model.Failures.FarmException"><c>InvalidRequest</c>.</exception>
    public static KernelFiles ToModel(this V1.KernelFiles files) =>
        new((PackageForm)files.Form, [.. files.Files.Select(file => new KernelFile(file.Name, ContentMapping.ToDigest(file.Digest)))]);
}
