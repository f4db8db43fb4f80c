namespace StapFarm.Model.Toolchains;

/// <summary>A package in a toolchain's root.</summary>
/// <param name="Sha256">
/// Of the package file: 64 lower-case hexadecimal digits. Empty when a root's package database is all that tells of it.
/// </param>
public sealed record ToolchainPackage(string Name, string Version, string Architecture, string Sha256);
