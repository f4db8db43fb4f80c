using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Hosting;

/// <summary>The process from its arguments to its exit code: 0 when it ended as told, 2 when its settings are wrong.</summary>
internal static class FarmProcess
{
    private const int Misconfigured = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            using var host = FarmHost.Create(args);
            await host.RunAsync();
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } lines)
        {
            foreach (var line in lines.Distinct())
            {
                await Console.Error.WriteLineAsync($"stapfarm-server: {line}");
            }

            return Misconfigured;
        }
    }

    private static IEnumerable<string>? Explain(Exception exception) => exception switch
    {
        OptionsValidationException invalid => invalid.Failures,
        FarmException farm => [farm.Message],
        // What the binder throws names the setting, and what is in its way.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } binder => [binder.Message],
        FileNotFoundException missing => [missing.Message],
        InvalidDataException unreadable => [unreadable.Message],
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        AggregateException several when several.InnerExceptions.All(inner => Explain(inner) is not null) =>
            several.InnerExceptions.SelectMany(inner => Explain(inner)!),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } inUse =>
            [$"{inUse.Message} Another farm may be running; give this one another Farm:Url, or port 0 for any free one."],
        _ => null,
    };
}
