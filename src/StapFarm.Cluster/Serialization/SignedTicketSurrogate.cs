using StapFarm.Model.Tickets;

namespace StapFarm.Cluster.Serialization;

/// <summary>A ticket as it travels.</summary>
[GenerateSerializer, Immutable, Alias("stapfarm.SignedTicket.v1")]
internal readonly struct SignedTicketSurrogate
{
    [Id(0)]
    public ReadOnlyMemory<byte> Content { get; init; }

    [Id(1)]
    public ReadOnlyMemory<byte> Signature { get; init; }
}

[RegisterConverter]
internal sealed class SignedTicketConverter : IConverter<SignedTicket, SignedTicketSurrogate>
{
    public SignedTicket ConvertFromSurrogate(in SignedTicketSurrogate surrogate) =>
        new(surrogate.Content, surrogate.Signature);

    public SignedTicketSurrogate ConvertToSurrogate(in SignedTicket value) =>
        new() { Content = value.Content, Signature = value.Signature };
}
