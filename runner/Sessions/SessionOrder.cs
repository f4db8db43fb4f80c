using StapFarm.Model.Content;
using StapFarm.Model.Tickets;

namespace StapFarm.Runner.Sessions;

/// <summary>A start command.</summary>
/// <param name="TimeLimit">Counted from the moment the probes are live; null without.</param>
/// <param name="OutputLimit">Bytes of output; null without.</param>
internal sealed record SessionOrder(
    string Session,
    SignedTicket Ticket,
    BlobRef Module,
    BlobRef Bundle,
    TimeSpan? TimeLimit,
    long? OutputLimit);
