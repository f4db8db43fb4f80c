namespace StapFarm.Kernels;

/// <summary>One package of a kernel.</summary>
/// <param name="Name"><c>NAME_VERSION_ARCH</c>, or the file's name.</param>
/// <param name="Sha256">Hash of the file: 64 lower-case hexadecimal digits.</param>
/// <param name="Path">The file.</param>
/// <param name="Form">How it is packed.</param>
public sealed record KernelPackage(string Name, string Sha256, string Path, PackageForm Form = PackageForm.Deb);
