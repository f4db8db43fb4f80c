using System.Formats.Tar;
using StapFarm.Kernels.Programs;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Trees;

/// <summary>Takes a tree's parts out of a .deb: dpkg-deb unpacks its tar, which is read as it comes, so that nothing is written that isn't kept.</summary>
internal sealed class DebUnpacker(TreeLayout layout, TreeWriter writer)
{
    /// <param name="onBytes">Called with the bytes of content that were written.</param>
    /// <exception cref="FarmException"><c>BadKernelTree</c> for a damaged package, <c>StoreFull</c>.</exception>
    public async Task UnpackAsync(KernelPackage package, Action<long> onBytes, CancellationToken cancellationToken)
    {
        await using var program = RunningProgram.Start("dpkg-deb", ["--fsys-tarfile", package.Path]);
        var problem = await ReadAsync(program.Output, onBytes, cancellationToken);
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
                $"The package {package.Name} can't be unpacked: {(exitCode != 0 ? errors : problem)}.",
                "It is damaged. Remove its file from the download cache and add the kernel again.");
        }
    }

    private async Task<string?> ReadAsync(Stream tar, Action<long> onBytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = new TarReader(tar, leaveOpen: true);
            while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                await EntryAsync(entry, cancellationToken);
                onBytes(entry.Length);
            }

            await tar.CopyToAsync(Stream.Null, cancellationToken);
            return null;
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            throw DiskFull.Failure(writer.Root, exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            return exception.Message;
        }
    }

    private async Task EntryAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
        if (layout.Place(name.TrimEnd('/')) is not { } path)
        {
            return;
        }

        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                writer.Folder(path);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                var isProgram = (entry.Mode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
                await writer.FileAsync(path, isProgram, entry.ModificationTime, entry.DataStream, cancellationToken);
                break;
            case TarEntryType.SymbolicLink:
                writer.Link(path, layout.Target(path, entry.LinkName));
                break;
            default:
                throw new InvalidDataException($"'{name}' is a {entry.EntryType}, which no kernel package has");
        }
    }
}
