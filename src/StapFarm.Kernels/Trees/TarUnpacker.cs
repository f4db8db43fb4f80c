using System.Formats.Tar;
using StapFarm.Kernels.Programs;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Trees;

/// <summary>Takes a tree's parts out of a tar that has them where a tree has.</summary>
internal sealed class TarUnpacker(TreeIntake intake) : IPackageUnpacker
{
    public async Task UnpackAsync(KernelPackage package, Action<long> onBytes, CancellationToken cancellationToken)
    {
        await using var tar = new FileStream(package.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
        if (await ReadAsync(tar, onBytes, cancellationToken) is { } problem)
        {
            throw new FarmException(
                FailureCode.BadKernelTree, $"{package.Name} can't be unpacked: {problem.TrimEnd('.')}.", "It is damaged. Send the kernel again.");
        }
    }

    /// <returns>What is wrong with the tar; null when nothing is.</returns>
    /// <exception cref="FarmException"><c>StoreFull</c>.</exception>
    public async Task<string?> ReadAsync(Stream tar, Action<long> onBytes, CancellationToken cancellationToken)
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
            throw DiskFull.Failure(intake.Root, exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            return exception.Message;
        }
    }

    private async Task EntryAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        var path = TreeIntake.Clean(entry.Name);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                intake.Folder(path);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                var isProgram = (entry.Mode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
                await intake.FileAsync(path, isProgram, entry.ModificationTime, entry.DataStream, cancellationToken);
                break;
            case TarEntryType.SymbolicLink:
                intake.Link(path, entry.LinkName);
                break;
            default:
                throw new InvalidDataException($"'{path}' is a {entry.EntryType}, which no kernel package has");
        }
    }
}
