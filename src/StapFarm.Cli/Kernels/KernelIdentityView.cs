namespace StapFarm.Cli.Kernels;

/// <summary>A kernel's identity, as JSON shows it.</summary>
internal sealed record KernelIdentityView(string Architecture, string Release, string Version, string BuildId)
{
    public static KernelIdentityView Of(V1.KernelIdentity identity) =>
        new(identity.Architecture, identity.Release, identity.Version, identity.BuildId);
}
