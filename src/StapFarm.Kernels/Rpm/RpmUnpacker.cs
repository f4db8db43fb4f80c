using StapFarm.Kernels.Programs;
using StapFarm.Kernels.Trees;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Rpm;

/// <summary>Takes a tree's parts out of an RPM package, read as it comes, with nothing written that isn't kept.</summary>
internal sealed class RpmUnpacker(TreeIntake intake, string release) : IPackageUnpacker
{
    public async Task UnpackAsync(KernelPackage package, Action<long> onBytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(package.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
            var rpm = await RpmPackage.ReadAsync(file, cancellationToken);
            using var hash = new RpmPayloadHash(rpm);
            await using var compressed = new HashedStream(file, hash.Hash);
            await using (var payload = RpmPayload.Open(rpm, compressed))
            {
                using var archive = new CpioReader(payload.Stream);
                await ReadAsync(archive, onBytes, cancellationToken);
                if (await payload.EndAsync(cancellationToken) is { } trouble)
                {
                    throw new RpmFormatException(trouble);
                }
            }

            await compressed.CopyToAsync(Stream.Null, cancellationToken);
            hash.Check();
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            throw DiskFull.Failure(intake.Root, exception);
        }
        catch (Exception exception) when (exception is RpmFormatException or InvalidDataException or IOException or ZstdSharp.ZstdException)
        {
            throw new FarmException(
                FailureCode.BadKernelTree,
                $"The package {package.Name} can't be unpacked: {exception.Message.TrimEnd('.')}.",
                "It is damaged, or isn't what its name says. Get the file again.",
                exception);
        }
    }

    private async Task ReadAsync(CpioReader archive, Action<long> onBytes, CancellationToken cancellationToken)
    {
        // Of a file with several names only the last entry has the content.
        var names = new Dictionary<uint, List<string>>();
        while (await archive.NextAsync(cancellationToken) is { } entry)
        {
            var name = TreeIntake.Clean(entry.Name);
            if (entry is not ({ IsFile: true } or { IsFolder: true } or { IsLink: true }))
            {
                throw new InvalidDataException($"'{name}' is a {entry.Kind}, which no kernel package has");
            }

            if (RpmPaths.Translate(name, release) is not { } path || !intake.Keeps(path))
            {
                continue;
            }

            await EntryAsync(archive, entry, path, names, cancellationToken);
            onBytes(entry.Size);
        }
    }

    private async Task EntryAsync(CpioReader archive, CpioEntry entry, string path, Dictionary<uint, List<string>> names, CancellationToken cancellationToken)
    {
        if (entry.IsFolder)
        {
            intake.Folder(path);
        }
        else if (entry.IsLink)
        {
            intake.Link(path, await TargetAsync(archive, entry, cancellationToken));
        }
        else if (entry is { Links: > 1, Size: 0 })
        {
            if (!names.TryGetValue(entry.Inode, out var others))
            {
                names[entry.Inode] = others = [];
            }

            others.Add(path);
        }
        else
        {
            var modified = DateTimeOffset.FromUnixTimeSeconds(entry.Modified);
            await intake.FileAsync(path, entry.IsProgram, modified, archive.Content, cancellationToken);
            foreach (var other in entry.Links > 1 && names.Remove(entry.Inode, out var others) ? others : [])
            {
                await intake.CopyAsync(path, other, entry.IsProgram, modified, cancellationToken);
            }
        }
    }

    private static async Task<string> TargetAsync(CpioReader archive, CpioEntry entry, CancellationToken cancellationToken)
    {
        const int Longest = 4096;
        if (entry.Size is 0 or > Longest)
        {
            throw new InvalidDataException($"the link '{entry.Name}' has a target of {entry.Size} bytes");
        }

        var target = new byte[entry.Size];
        await archive.Content.ReadExactlyAsync(target, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(target);
    }
}
