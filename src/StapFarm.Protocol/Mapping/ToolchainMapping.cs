using StapFarm.Model.Toolchains;

namespace StapFarm.Protocol.Mapping;

/// <summary>Toolchains over gRPC.</summary>
public static class ToolchainMapping
{
    public static V1.Toolchain ToProto(this Toolchain toolchain, bool withPackages)
    {
        var proto = new V1.Toolchain
        {
            Digest = toolchain.Digest.ToString(),
            Name = toolchain.Name,
            StapVersion = toolchain.StapVersion,
            Host = toolchain.Host.Name,
            Targets = { toolchain.Targets.Select(target => target.Name) },
            Compilers = { toolchain.Compilers },
            PackedBytes = toolchain.Root.Size,
            AddedAtUnixMs = toolchain.AddedAt.ToUnixTimeMilliseconds(),
        };
        proto.CompilerReleases.Add(toolchain.CompilerReleases.ToDictionary());
        if (withPackages)
        {
            proto.Packages.AddRange(toolchain.Packages.Select(package => new V1.ToolchainPackage
            {
                Name = package.Name,
                Version = package.Version,
                Architecture = package.Architecture,
                Sha256 = package.Sha256,
            }));
        }

        return proto;
    }

    public static V1.PairEvidence ToProto(this PairEvidence evidence) => new()
    {
        State = (V1.PairState)evidence.State,
        Where = evidence.Where,
        Detail = evidence.Detail,
        AtUnixMs = evidence.At.ToUnixTimeMilliseconds(),
    };
}
