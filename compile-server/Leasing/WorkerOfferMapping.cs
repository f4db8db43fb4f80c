using StapFarm.Cluster.Scheduling;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Leasing;

/// <summary>What a worker says of itself.</summary>
internal static class WorkerOfferMapping
{
    private const int MostSlots = 4096;

    /// <param name="connection">
    /// Unique for each stream: leases belong to a stream, so that the end of an old one can't end those of the next.
    /// </param>
    /// <exception cref="FarmException"><c>UnknownVersion</c>, <c>InvalidRequest</c>.</exception>
    public static WorkerOffer ToModel(this V1.WorkerOffer offer, string connection)
    {
        if (offer.ProtocolVersion != WorkItemMapping.ProtocolVersion)
        {
            throw new FarmException(
                FailureCode.UnknownVersion,
                $"The worker speaks version {offer.ProtocolVersion} of the workers' stream; this farm speaks version {WorkItemMapping.ProtocolVersion}.",
                "Install the worker that fits the farm's release.");
        }

        if (offer.WorkerName.Length == 0 || offer.Incarnation.Length == 0 || offer.Slots is < 0 or > MostSlots)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"A worker's offer needs a name, an incarnation and 0 to {MostSlots} slots.");
        }

        return new(
            offer.WorkerName,
            $"{offer.Incarnation}/{connection}",
            offer.Slots,
            offer.Architecture,
            [.. offer.Trees.Select(ContentMapping.ToDigest)]);
    }
}
