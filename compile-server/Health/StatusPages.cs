using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using StapFarm.CompileServer.Hosting;
using StapFarm.CompileServer.StapPort;
using StapFarm.Signing.Servers;

namespace StapFarm.CompileServer.Health;

/// <summary>What the farm says over plain HTTP.</summary>
internal static class StatusPages
{
    private static readonly string Page = $"""
        This is a StapFarm compile server, release {FarmVersion.Text}.
        It speaks gRPC (package stapfarm.v1, with reflection); use the command: stapfarm
        /healthz/live   200 while the process answers
        /healthz/ready  200 when grains answer and a worker is connected
        /stap/certificate  what clients of stap --use-server have to trust: X.509, DER
        /stap/fingerprint  its SHA-256
        /stap/certificate/next, /stap/fingerprint/next  of the one that will take its place, and /previous of the one before

        """;

    public static void MapStatusPages(this WebApplication app)
    {
        app.MapGet("/", () => Results.Text(Page));
        foreach (var (path, state) in (IEnumerable<(string, ServerCertificateState)>)[("", ServerCertificateState.InUse), ("/next", ServerCertificateState.Next), ("/previous", ServerCertificateState.Previous)])
        {
            app.MapGet($"/stap/certificate{path}", (HttpContext context) => StapCertificate(context, state, one => Results.Bytes(one.Der.ToArray(), "application/pkix-cert")));
            app.MapGet($"/stap/fingerprint{path}", (HttpContext context) => StapCertificate(context, state, one => Results.Text(one.Fingerprint + "\n")));
        }

        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(FarmReadiness.Tag),
            ResponseWriter = WriteAsync,
        });
    }

    private static IResult StapCertificate(HttpContext context, ServerCertificateState state, Func<StapCertificateEntry, IResult> show)
    {
        if (context.RequestServices.GetRequiredService<StapListener>().Address is null)
        {
            return Results.Text("This process doesn't serve stap --use-server.\n", statusCode: StatusCodes.Status404NotFound);
        }

        return context.RequestServices.GetRequiredService<StapCertificate>().All.FirstOrDefault(one => one.State == state) is { } certificate
            ? show(certificate)
            : Results.Text("There is no such certificate.\n", statusCode: StatusCodes.Status404NotFound);
    }

    private static Task WriteAsync(HttpContext context, Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var lines = report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Description}\n");
        return context.Response.WriteAsync($"{report.Status}\n{string.Concat(lines)}", context.RequestAborted);
    }
}
