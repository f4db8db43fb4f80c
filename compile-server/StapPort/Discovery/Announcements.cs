using Microsoft.Extensions.Options;
using StapFarm.Model.Kernels;
using StapFarm.Model.Signing;
using StapFarm.Model.Toolchains;
using StapFarm.StapProtocol;

namespace StapFarm.CompileServer.StapPort.Discovery;

/// <summary>
/// What there is to announce. A farm that fetches kernels serves every client of this machine's architecture, and says so
/// with one announcement; else there is one for each kernel that it has.
/// </summary>
internal sealed class Announcements(
    IKernelDepot kernels,
    IToolchainDepot toolchains,
    StapCertificate certificate,
    IServiceProvider services,
    IOptions<StapPortOptions> options)
{
    /// <summary>Each is a program that runs and a line in every client's list; the kernels that came last are the likely ones.</summary>
    private const int Most = 64;

    public async Task<IReadOnlyList<Announcement>> ListAsync(int port, CancellationToken cancellationToken)
    {
        var version = NewestOf(await toolchains.ListAsync(cancellationToken));
        var serial = certificate.InUse.Serial;
        var keys = options.Value.KernelSigning && services.GetService<IMachineOwnerKeys>() is { } owner
            ? string.Join(' ', owner.List().Select(key => key.Sha1))
            : "";
        return [.. Systems(await kernels.ListAsync(cancellationToken)).Select(system => new Announcement(system, port, version, serial, keys))];
    }

    private IEnumerable<string> Systems(IEnumerable<KernelTree> trees)
    {
        var fetched = options.Value.FetchKernels ? Architecture.OfThisMachine : default(Architecture?);
        var held = trees.OrderByDescending(tree => tree.AddedAt)
            .Where(tree => tree.Identity.Architecture != fetched)
            .Select(tree => $"{tree.Identity.Release} {tree.Identity.Architecture}");
        return (fetched is { } all ? held.Prepend(all.Name) : held).Distinct().Take(Most);
    }

    private static string NewestOf(IEnumerable<Toolchain> toolchains) =>
        toolchains.Select(one => ClientVersion.TryParse(one.StapVersion, out var release) ? release : ClientVersion.Unsaid).OrderDescending().Select(one => one.ToString())
            .FirstOrDefault(StapAnswers.NoStap);
}
