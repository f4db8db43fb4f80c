using StapFarm.Kernels.Programs;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Trees;

/// <summary>Takes a tree's parts out of a .deb: dpkg-deb unpacks its tar, which is read as it comes, so that nothing is written that isn't kept.</summary>
internal sealed class DebUnpacker(TarUnpacker tars) : IPackageUnpacker
{
    public async Task UnpackAsync(KernelPackage package, Action<long> onBytes, CancellationToken cancellationToken)
    {
        await using var program = RunningProgram.Start("dpkg-deb", ["--fsys-tarfile", package.Path]);
        var problem = await tars.ReadAsync(program.Output, onBytes, cancellationToken);
        if (problem is not null)
        {
            // What dpkg-deb says is nearer to the cause than where its output breaks off; it mustn't wait for a reader.
            await program.Output.CopyToAsync(Stream.Null, cancellationToken);
        }

        var (exitCode, errors) = await program.EndAsync(cancellationToken);
        if (exitCode != 0 || problem is not null)
        {
            throw new FarmException(
                FailureCode.BadKernelTree,
                $"The package {package.Name} can't be unpacked: {(exitCode != 0 ? FirstLine(errors, package) : problem!.TrimEnd('.'))}.",
                "It is damaged. Remove its file from the download cache, or get it again, and add the kernel again.");
        }
    }

    // The others say the same of the programs that it was passed through.
    private static string FirstLine(string errors, KernelPackage package) =>
        errors.Split('\n', 2)[0].Replace(package.Path, package.Name, StringComparison.Ordinal).TrimEnd('.');
}
