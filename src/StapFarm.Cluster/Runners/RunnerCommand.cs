using StapFarm.Model.Content;
using StapFarm.Model.Tickets;

namespace StapFarm.Cluster.Runners;

/// <summary>What a runner is told to do.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.RunnerCommand.v1")]
public abstract record RunnerCommand([property: Id(0)] string Session)
{
    [GenerateSerializer, Immutable, Alias("stapfarm.RunnerCommand.Start.v1")]
    public sealed record Start(
        string Session,
        [property: Id(0)] SignedTicket Ticket,
        [property: Id(1)] BlobRef Module,
        [property: Id(2)] BlobRef Bundle,
        [property: Id(3)] TimeSpan? TimeLimit,
        [property: Id(4)] long? OutputLimit) : RunnerCommand(Session);

    /// <summary>The first ends the session as Ctrl-C does, a second one by force.</summary>
    [GenerateSerializer, Immutable, Alias("stapfarm.RunnerCommand.Stop.v1")]
    public sealed record Stop(string Session) : RunnerCommand(Session);
}
