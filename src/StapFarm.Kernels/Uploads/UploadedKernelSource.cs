using StapFarm.Kernels.Depot;
using StapFarm.Kernels.Programs;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Kernels.Uploads;

/// <summary>Kernels whose files were sent to the farm.</summary>
/// <param name="scratch">Where the files are laid while their kernel is added.</param>
internal sealed class UploadedKernelSource(KernelFileStore store, IReadOnlyList<IFileSetReader> readers, string scratch) : IKernelSource
{
    public string Name => "files that were sent";

    public async Task<IKernelOffer> FindAsync(string specification, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if (!KernelFilesName.TryParse(specification, out var name))
        {
            throw new FarmException(FailureCode.InvalidRequest, $"'{specification}' isn't the name of files that were sent.");
        }

        var files = await store.GetAsync(name, cancellationToken);
        var folder = Path.Combine(scratch, $"{TreeFolders.SentPrefix}{name.Short}-{Guid.NewGuid():N}");
        try
        {
            var laid = await LayAsync(files, folder, progress, cancellationToken);
            var reader = readers.FirstOrDefault(reader => reader.Form == files.Form)
                ?? throw new FarmException(FailureCode.Unsupported, $"This farm can't read kernels of the form {files.Form}.");
            return new Offer(specification, name, folder, await reader.ReadAsync(laid, cancellationToken), store);
        }
        catch (Exception exception)
        {
            TreeFolders.Discard(folder);
            if (exception is FarmException { Failure.Code: FailureCode.BadKernelTree })
            {
                await store.RemoveAsync(name, CancellationToken.None);
            }

            throw;
        }
    }

    private async Task<IReadOnlyList<KernelPackage>> LayAsync(KernelFiles files, string folder, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        DiskFull.Check(folder, await store.SizeAsync(files, cancellationToken));
        var laid = new List<KernelPackage>();
        foreach (var file in files.Files)
        {
            progress.Report(new WorkProgress("read", $"{file.Name} ({laid.Count + 1} of {files.Files.Count})", (double)laid.Count / files.Files.Count));
            var path = Path.Combine(folder, laid.Count.ToString("D3", System.Globalization.CultureInfo.InvariantCulture));
            try
            {
                await store.CopyAsync(file, path, cancellationToken);
            }
            catch (IOException exception) when (DiskFull.Is(exception))
            {
                throw DiskFull.Failure(folder, exception);
            }

            laid.Add(new KernelPackage(file.Name, file.Digest.ToString(), path, files.Form));
        }

        return laid;
    }

    private sealed class Offer(string origin, Digest name, string folder, KernelPackages packages, KernelFileStore store) : IKernelOffer
    {
        public string Release => packages.Release;

        public string Origin => origin;

        public string? Image => null;

        public Task<KernelPackages> FetchAsync(IProgress<WorkProgress> progress, CancellationToken cancellationToken) => Task.FromResult(packages);

        public Task RefuseAsync() => store.RemoveAsync(name, CancellationToken.None);

        public ValueTask DisposeAsync()
        {
            TreeFolders.Discard(folder);
            return ValueTask.CompletedTask;
        }
    }
}
