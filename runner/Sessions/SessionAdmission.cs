using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Runner.Bundles;
using StapFarm.Runner.Content;
using StapFarm.Runner.Tickets;

namespace StapFarm.Runner.Sessions;

/// <summary>Everything that comes before loading: the ticket, the blobs and their digests, the module's own word.</summary>
internal sealed class SessionAdmission(
    TicketGate gate,
    KernelIdentity kernel,
    BlobFetcher fetcher,
    ContentCache modules,
    ContentCache bundles)
{
    // A module with unwind data has some 15 MB.
    private const long LargestModule = 256 << 20;

    /// <exception cref="FarmException">Why it is refused.</exception>
    public async Task<AdmittedSession> AdmitAsync(SessionOrder order, CancellationToken cancellationToken)
    {
        var ticket = gate.Admit(order.Ticket, order.Session, order.Module.Digest, order.Bundle.Digest);
        if (order.Module.Size is < 0 or > LargestModule)
        {
            throw new FarmException(FailureCode.LimitExceeded, $"The module has {order.Module.Size} bytes; the runner takes at most {LargestModule}.");
        }

        var module = await modules.GetAsync(ticket.Module, path => fetcher.FetchAsync(order.Module, path, cancellationToken));
        try
        {
            var bytes = await File.ReadAllBytesAsync(module.Path, cancellationToken);
            if (Digest.Of(bytes) != ticket.Module)
            {
                File.Delete(module.Path);
                throw new FarmException(FailureCode.Corrupt, "The module that this runner had kept doesn't verify any more; it is thrown away.", "Start the run again.");
            }

            ModuleCheck.Verify(bytes, ticket, kernel);
            var bundle = await bundles.GetAsync(ticket.Bundle, path => FetchBundleAsync(order.Bundle, path, cancellationToken));
            return new AdmittedSession(order, ticket, BundleUnpacker.Open(bundle.Path), bundle, module);
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    private async Task FetchBundleAsync(BlobRef bundle, string path, CancellationToken cancellationToken)
    {
        var archive = path + ".tar.gz.part";
        try
        {
            await fetcher.FetchAsync(bundle, archive, cancellationToken);
            await using var packed = File.OpenRead(archive);
            await BundleUnpacker.UnpackAsync(packed, path, cancellationToken);
        }
        finally
        {
            File.Delete(archive);
        }
    }
}
