using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;

namespace StapFarm.Protocol.Mapping;

/// <summary>Kernels over gRPC.</summary>
public static class KernelMapping
{
    public static V1.KernelIdentity ToProto(this KernelIdentity identity) => new()
    {
        Architecture = identity.Architecture.Name,
        Release = identity.Release,
        Version = identity.Version,
        BuildId = identity.BuildId,
    };

    /// <exception cref="FarmException"><c>InvalidRequest</c> when it is missing.</exception>
    public static KernelIdentity ToModel(this V1.KernelIdentity? identity) =>
        identity is null
            ? throw new FarmException(FailureCode.InvalidRequest, "A message lacks the kernel that it is about.")
            : new(new Architecture(identity.Architecture), identity.Release, identity.Version, identity.BuildId);

    public static V1.Kernel ToProto(this KernelTree tree, Digest? promoted) => new()
    {
        Tree = tree.Digest.ToString(),
        Identity = tree.Identity.ToProto(),
        Compiler = tree.Compiler,
        HasDebugInfo = tree.HasDebugInfo,
        Source = tree.Source,
        Packages = { tree.Packages },
        Bytes = tree.Bytes,
        AddedAtUnixMs = tree.AddedAt.ToUnixTimeMilliseconds(),
        PromotedToolchain = promoted?.ToString() ?? "",
    };
}
