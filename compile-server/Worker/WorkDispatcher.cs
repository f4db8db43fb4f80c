using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Worker;

/// <summary>Does a piece of work with the handler of its kind; always gives a result.</summary>
internal sealed partial class WorkDispatcher(
    IWorkHandler<WorkItem.Translate> translate,
    IWorkHandler<WorkItem.Prepare> prepare,
    IWorkHandler<WorkItem.AddKernel> addKernel,
    IWorkHandler<WorkItem.AddToolchain> addToolchain,
    ILogger<WorkDispatcher> logger)
{
    public async Task<WorkResult> RunAsync(WorkItem item, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            LogBegins(item.Description);
            var manifest = await HandleAsync(item, progress, cancellationToken);
            LogDone(item.Description);
            return WorkResult.Done(manifest);
        }
        catch (FarmException exception)
        {
            LogFailed(item.Description, exception.Failure.Code, exception.Message);
            return WorkResult.Failed(exception.Failure);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogCancelled(item.Description);
            return WorkResult.Failed(new(FailureCode.Cancelled, $"The worker was told to stop {item.Description}."));
        }
        catch (Exception exception)
        {
            var id = $"failure-{Guid.NewGuid().ToString("N")[..12]}";
            LogUnexpected(exception, item.Description, id);
            return WorkResult.Failed(new(
                FailureCode.Internal,
                $"The worker failed in a way that it shouldn't ({id}): {exception.Message}",
                $"The worker's log says more beside {id}."));
        }
    }

    private Task<ManifestName?> HandleAsync(WorkItem item, IProgress<WorkProgress> progress, CancellationToken cancellationToken) => item switch
    {
        WorkItem.Translate work => translate.RunAsync(work, progress, cancellationToken),
        WorkItem.Prepare work => prepare.RunAsync(work, progress, cancellationToken),
        WorkItem.AddKernel work => addKernel.RunAsync(work, progress, cancellationToken),
        WorkItem.AddToolchain work => addToolchain.RunAsync(work, progress, cancellationToken),
        _ => throw new InvalidOperationException($"There is no handler for {item.GetType().Name}."),
    };
}
