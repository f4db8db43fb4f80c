using StapFarm.Model.Care;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Care;

/// <summary>Makes the checks of all rooms one after the other, and has repaired what they find.</summary>
internal sealed partial class Doctor(IEnumerable<IStoreCheck> checks, ILogger<Doctor> logger)
{
    /// <param name="quick">Read no contents.</param>
    /// <param name="repair">Repair what can be.</param>
    /// <param name="progress">How far it is.</param>
    /// <param name="tell">Is told every finding, when it has been repaired or won't be.</param>
    /// <param name="cancellationToken">Ends it; what is repaired stays so.</param>
    public async Task<V1.ExamineReport> ExamineAsync(
        bool quick, bool repair, IProgress<WorkProgress> progress, Func<V1.Finding, Task> tell, CancellationToken cancellationToken)
    {
        var report = new V1.ExamineReport();
        foreach (var check in checks)
        {
            await foreach (var finding in FindingsAsync(check, quick, progress, cancellationToken))
            {
                var told = repair ? await RepairAsync(finding, progress, cancellationToken) : Map(finding);
                report.Found++;
                report.Repaired += told.Repaired ? 1 : 0;
                await tell(told);
            }

            report.Stores.Add(check.Store);
        }

        return report;
    }

    /// <summary>A check that fails is a finding itself, and no reason to leave out the others.</summary>
    private async IAsyncEnumerable<Finding> FindingsAsync(
        IStoreCheck check, bool quick, IProgress<WorkProgress> progress, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var findings = check.ExamineAsync(quick, progress, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            Finding finding;
            var goesOn = true;
            try
            {
                if (!await findings.MoveNextAsync())
                {
                    yield break;
                }

                finding = findings.Current;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotChecked(exception, check.Store);
                finding = new(check.Store, check.Store, $"couldn't be checked to its end: {exception.Message}", "");
                goesOn = false;
            }

            yield return finding;
            if (!goesOn)
            {
                yield break;
            }
        }
    }

    private async Task<V1.Finding> RepairAsync(Finding finding, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var told = Map(finding);
        if (finding.Repair is null)
        {
            return told;
        }

        try
        {
            told.Outcome = await finding.Repair(progress, cancellationToken);
            told.Repaired = true;
            LogRepaired(finding.Store, finding.Subject, finding.What, told.Outcome);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRepaired(exception, finding.Store, finding.Subject);
            told.Outcome = $"couldn't be repaired: {(exception as FarmException)?.Failure.Message ?? exception.Message}";
            told.Advice = exception is FarmException { Failure.Advice: { Length: > 0 } advice } ? advice : told.Advice;
        }

        return told;
    }

    private static V1.Finding Map(Finding finding) => new()
    {
        Store = finding.Store,
        Subject = finding.Subject,
        What = finding.What,
        Advice = finding.Advice,
        Repairable = finding.Repair is not null,
    };
}
