namespace StapFarm.Cluster.Runners;

/// <param name="Number">From 1 per incarnation of the runner, without gaps.</param>
[GenerateSerializer, Immutable, Alias("stapfarm.NumberedCommand.v1")]
public sealed record NumberedCommand([property: Id(0)] long Number, [property: Id(1)] RunnerCommand Command);
