using System.Globalization;

namespace StapFarm.Runner.Options;

/// <summary>Every option. A check answers what is wrong with a value, or null.</summary>
internal static class RunnerOptionTable
{
    public static IReadOnlyList<RunnerOption> All { get; } =
    [
        new("farm", "URL", "the farm's address, e.g. http://farm:5700 (HTTP/2 without TLS)", static (values, text) =>
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var farm) || farm.Scheme is not ("http" or "https"))
            {
                return "isn't an http:// or https:// address";
            }

            values.Farm = farm;
            return null;
        }),
        new("farm-key", "FILE", "the farm's public ticket key (PEM)", static (values, text) => Set(text, value => values.FarmKey = value)),
        new("state", "DIR", $"where identity, journal and cache are kept (default {RunnerOptions.DefaultState}, or under /run)", static (values, text) =>
            Path.IsPathRooted(text) ? Set(text, value => values.State = value) : "isn't an absolute path"),
        new("name", "NAME", "this runner's name, for people (default: the host name)", static (values, text) => Set(text, value => values.Name = value)),
        new("label", "K=V", "a label that selectors match; may be given several times", static (values, text) =>
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return "isn't of the form LABEL=VALUE";
            }

            values.Labels[text[..equals]] = text[(equals + 1)..];
            return null;
        })
        { Repeats = true },
        new("spool-bytes", "N", "output per session that may wait for the farm (default 8388608)", static (values, text) =>
            Number(text, 64 << 10, 1L << 40, value => values.SpoolBytes = value)),
        new("cache-bytes", "N", "modules and runtime bundles kept for later runs (default 536870912)", static (values, text) =>
            Number(text, 0, 1L << 50, value => values.CacheBytes = value)),
        new("max-sessions", "N", "sessions that may run at once (default 32)", static (values, text) =>
            Number(text, 1, 1024, value => values.MaxSessions = (int)value)),
        new("lease", "SECONDS", "how long sessions go on without the farm, until the farm says it (default 60)", static (values, text) =>
            Number(text, 1, 7 * 24 * 3600, value => values.Lease = TimeSpan.FromSeconds(value))),
    ];

    private static string? Set(string text, Action<string> set)
    {
        if (text.Length == 0)
        {
            return "is empty";
        }

        set(text);
        return null;
    }

    private static string? Number(string text, long least, long most, Action<long> set)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
        {
            return $"isn't a number from {least} to {most}";
        }

        set(value);
        return null;
    }
}
