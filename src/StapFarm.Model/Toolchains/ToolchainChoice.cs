namespace StapFarm.Model.Toolchains;

/// <param name="Reason">Why this one, for people, e.g. <c>promoted</c> or <c>the only one whose modules are known to load</c>.</param>
public sealed record ToolchainChoice(Toolchain Toolchain, string Reason);
