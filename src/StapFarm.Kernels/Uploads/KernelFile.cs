using StapFarm.Model.Content;

namespace StapFarm.Kernels.Uploads;

/// <summary>A file that was sent to the farm for a kernel.</summary>
/// <param name="Name">Its name where it came from, without a folder: for people.</param>
/// <param name="Digest">Names it in the blob store.</param>
public sealed record KernelFile(string Name, Digest Digest);
