using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Hosting;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;

namespace StapFarm.CompileServer.Calls;

/// <summary>
/// A message that is too long is refused before any service or interceptor sees the call; here that gets the farm's own
/// words: how long it may be, and which setting says so.
/// </summary>
internal sealed class MessageSizeWords(RequestDelegate next, IOptions<FarmOptions> options)
{
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";
    private const string Grpc = "application/grpc";

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Request.ContentType?.StartsWith(Grpc, StringComparison.Ordinal) == true
            && context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
        {
            Explain(context.Response.HasStarted ? trailers : context.Response.Headers);
            Explain(trailers);
        }
    }

    private void Explain(IHeaderDictionary answer)
    {
        if (answer[StatusHeader] != ((int)StatusCode.ResourceExhausted).ToString(System.Globalization.CultureInfo.InvariantCulture)
            || !answer[MessageHeader].ToString().Contains("maximum", StringComparison.Ordinal))
        {
            return;
        }

        var exception = new FarmException(
            FailureCode.LimitExceeded,
            $"The message is longer than this farm takes: {options.Value.MaxMessageBytes} bytes.",
            "Send less (fewer or smaller tapset files), or raise Farm:MaxMessageBytes on the farm.");
        var failure = exception.ToRpcException().Trailers.GetValueBytes(FailureMapping.TrailerName)!;
        answer[MessageHeader] = Uri.EscapeDataString(exception.Message);
        answer[FailureMapping.TrailerName] = Convert.ToBase64String(failure);
    }
}
