namespace StapFarm.Lab.Machines;

/// <summary>The farm's runner on a lab machine.</summary>
/// <param name="Binary">The published runner, statically linked: the machine has no libraries.</param>
/// <param name="Farm">
/// The farm's address as this host sees it. A loopback host is turned into the address under which the guest
/// reaches this host's loopback.
/// </param>
public sealed record LabRunner(string Binary, Uri Farm)
{
    /// <summary>The file with the farm's public key, put at /etc/stapfarm/farm.pem.</summary>
    public string? FarmKey { get; init; }

    /// <summary>Labels as NAME=VALUE.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Further arguments, passed on as they are.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
