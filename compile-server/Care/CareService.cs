using Grpc.Core;
using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Calls;
using StapFarm.CompileServer.Shutdown;
using StapFarm.Model.Failures;
using StapFarm.Model.Principals;
using StapFarm.Storage.Collection;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Care;

/// <summary>Looking after the stores over gRPC.</summary>
internal sealed class CareService(
    StoreCollector collector,
    Doctor doctor,
    IOptions<CollectionOptions> options,
    IAuthorizer authorizer,
    ShutdownPhases shutdown) : V1.Care.CareBase
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public override async Task Collect(V1.CollectRequest request, IServerStreamWriter<V1.CollectEvent> responseStream, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), FarmAction.Administer);
        var wanted = new CollectionRequest(
            request.HasOlderThanMs ? AgeOf(request.OlderThanMs) : null,
            request.HasKeepBytes ? BytesOf(request.KeepBytes) : null,
            KeepBlobBytes: null,
            request.DryRun);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, shutdown.Stopping);
        var report = await ProgressStream.RunAsync(
            progress => collector.CollectAsync(wanted, progress, ending.Token),
            progress => responseStream.WriteAsync(new() { Progress = progress }, ending.Token));
        await responseStream.WriteAsync(new() { Report = Map(report) }, ending.Token);
    }

    public override async Task Examine(V1.ExamineRequest request, IServerStreamWriter<V1.ExamineEvent> responseStream, ServerCallContext context)
    {
        authorizer.Demand(context.Principal(), request.Repair ? FarmAction.Administer : FarmAction.View);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, shutdown.Stopping);
        using var writer = new SerialWriter<V1.ExamineEvent>(responseStream);
        var report = await ProgressStream.RunAsync(
            progress => doctor.ExamineAsync(
                request.Quick, request.Repair, progress, finding => writer.WriteAsync(new() { Finding = finding }, ending.Token), ending.Token),
            progress => writer.WriteAsync(new() { Progress = progress }, ending.Token));
        await writer.WriteAsync(new() { Report = report }, ending.Token);
    }

    private V1.CollectReport Map(CollectionReport report) => new()
    {
        Modules =
        {
            report.Modules.Select(module => new V1.CollectedModule
            {
                ModuleKey = module.Key.ToString(),
                ModuleName = module.ModuleName ?? "",
                Size = module.Content.Size,
                LastUsedUnixMs = module.LastUse.ToUnixTimeMilliseconds(),
            }),
        },
        Blobs = { report.Blobs.Select(blobs => new V1.CollectedBlobs { MediaType = blobs.MediaType, Count = blobs.Count, Bytes = blobs.Bytes }) },
        ModulesLeft = report.ModulesLeft,
        ModuleBytesLeft = report.ModuleBytesLeft,
        BlobBytesLeft = report.BlobBytesLeft,
        InUse = report.InUse,
        Recent = report.Recent,
        GraceMs = (long)options.Value.Grace.TotalMilliseconds,
        Excess = report.Excess,
    };

    private static TimeSpan AgeOf(long milliseconds) =>
        milliseconds >= 0 && milliseconds <= Longest.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new FarmException(FailureCode.InvalidRequest, $"{milliseconds} ms isn't an age.", "Give one between nothing and a hundred years.");

    private static long BytesOf(long bytes) =>
        bytes >= 0 ? bytes : throw new FarmException(FailureCode.InvalidRequest, $"{bytes} isn't a number of bytes to keep.");
}
