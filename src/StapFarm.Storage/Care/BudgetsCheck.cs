using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using StapFarm.Model.Care;
using StapFarm.Model.Work;
using StapFarm.Storage.Collection;

namespace StapFarm.Storage.Care;

/// <summary>Looks whether the budgets can be kept: a collection that removes nothing says what would be left.</summary>
public sealed class BudgetsCheck(StoreCollector stores, SessionLogCollector sessions, IOptions<CollectionOptions> options) : IStoreCheck
{
    public string Store => "budgets";

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var report = await stores.CollectAsync(new(null, settings.ModuleBytes, settings.BlobBytes, DryRun: true), progress, cancellationToken);
        var output = await sessions.CollectAsync(dryRun: true, cancellationToken);
        (string Name, long Bytes, long? Bound)[] budgets =
        [
            ("Farm:Storage:ModuleBytes", report.ModuleBytesLeft, settings.ModuleBytes),
            ("Farm:Storage:BlobBytes", report.BlobBytesLeft, settings.BlobBytes),
            ("Farm:Storage:SessionBytes", output.BytesLeft, settings.SessionBytes),
        ];
        foreach (var (name, bytes, bound) in budgets.Where(budget => Budget.Excess(budget.Bytes, budget.Bound) > 0))
        {
            yield return new(
                Store,
                name,
                $"is {bound} bytes, and what is in use or kept on purpose takes {bytes}",
                "Raise it, or remove toolchains or kernels that aren't needed.");
        }
    }
}
