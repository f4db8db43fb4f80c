using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using StapFarm.CompileServer.Hosting;

namespace StapFarm.CompileServer.Health;

/// <summary>What the farm says over plain HTTP.</summary>
internal static class StatusPages
{
    private static readonly string Page = $"""
        This is a StapFarm compile server, release {FarmVersion.Text}.
        It speaks gRPC (package stapfarm.v1, with reflection); use the command: stapfarm
        /healthz/live   200 while the process answers
        /healthz/ready  200 when grains answer and a worker is connected

        """;

    public static void MapStatusPages(this WebApplication app)
    {
        app.MapGet("/", () => Results.Text(Page));
        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(FarmReadiness.Tag),
            ResponseWriter = WriteAsync,
        });
    }

    private static Task WriteAsync(HttpContext context, Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var lines = report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Description}\n");
        return context.Response.WriteAsync($"{report.Status}\n{string.Concat(lines)}", context.RequestAborted);
    }
}
