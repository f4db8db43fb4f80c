using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Hosting;

/// <summary>Reads <c>Farm:Roles</c>: names separated by commas or spaces, or a list in JSON.</summary>
/// <param name="Roles">What this process does.</param>
/// <param name="Chosen">Whether somebody asked for them, or they are the default.</param>
internal sealed record FarmRoles(FarmRole Roles, bool Chosen)
{
    public const string Key = "Farm:Roles";

    /// <exception cref="FarmException"><c>InvalidRequest</c>, naming the role that there isn't.</exception>
    public static FarmRoles From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Key);
        var names = (section.Value ?? string.Join(',', section.GetChildren().Select(child => child.Value)))
            .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
        {
            return new(FarmRole.Embedded, Chosen: false);
        }

        var roles = names.Select(Parse).Aggregate(FarmRole.None, (all, role) => all | role);
        if (roles.HasFlag(FarmRole.Silo) && !roles.HasFlag(FarmRole.Signer))
        {
            throw Refused("a silo needs the role signer in its own process until signing is spoken over the wire");
        }

        if (roles.HasFlag(FarmRole.Front) && !roles.HasFlag(FarmRole.Silo))
        {
            throw Refused("a front needs the role silo in its own process until silos share a membership table");
        }

        return new(roles, Chosen: true);
    }

    public bool Has(FarmRole role) => (Roles & role) != FarmRole.None;

    /// <summary>As they are written in configuration.</summary>
    public IReadOnlyList<string> Names =>
        [.. Enum.GetValues<FarmRole>().Where(role => int.PopCount((int)role) == 1 && Has(role)).Select(role => role.ToString().ToLowerInvariant())];

    private static FarmRole Parse(string name) => name.ToLowerInvariant() switch
    {
        "front" => FarmRole.Front,
        "silo" => FarmRole.Silo,
        "worker" => FarmRole.Worker,
        "signer" => FarmRole.Signer,
        _ => throw Refused($"there is no role '{name}'"),
    };

    private static FarmException Refused(string why) => new(
        FailureCode.InvalidRequest,
        $"{Key}: {why}.",
        "Give any of front, silo, worker, signer; or nothing, for the farm in one process with its worker as a child.");
}
