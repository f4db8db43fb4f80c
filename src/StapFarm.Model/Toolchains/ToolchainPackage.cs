namespace StapFarm.Model.Toolchains;

/// <summary>A package in a toolchain's root.</summary>
/// <param name="Sha256">Of the package file: 64 lower-case hexadecimal digits.</param>
public sealed record ToolchainPackage(string Name, string Version, string Architecture, string Sha256);
