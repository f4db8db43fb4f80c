using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;
using StapFarm.Protocol.V1;
using StapFarm.Runner.Sessions;

namespace StapFarm.Runner.Connection;

/// <summary>Start commands from the wire.</summary>
internal static class OrderMapping
{
    /// <exception cref="FarmException"><c>InvalidRequest</c> when a part is missing.</exception>
    public static SessionOrder ToOrder(StartSession start) => new(
        start.SessionId,
        RunMapping.SignedTicketOf(start),
        start.Module.ToModel(),
        start.Bundle.ToModel(),
        start.TimeLimitMs > 0 ? TimeSpan.FromMilliseconds(start.TimeLimitMs) : null,
        start.OutputLimitBytes > 0 ? start.OutputLimitBytes : null);
}
