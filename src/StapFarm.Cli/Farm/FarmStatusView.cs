namespace StapFarm.Cli.Farm;

/// <summary>The farm's state, as JSON shows it.</summary>
internal sealed record FarmStatusView(
    string Address,
    string Version,
    IReadOnlyList<string> Roles,
    int Workers,
    int Slots,
    int Queued,
    int Leased)
{
    public static FarmStatusView Of(Uri address, V1.FarmStatusResponse status) => new(
        address.GetLeftPart(UriPartial.Authority),
        status.Version,
        [.. status.Roles],
        status.Workers,
        status.Slots,
        status.Queued,
        status.Leased);
}
