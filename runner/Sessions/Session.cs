using Microsoft.Extensions.Logging;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Runner.Journal;
using StapFarm.Runner.Namespaces;

namespace StapFarm.Runner.Sessions;

/// <summary>One session from its start command to its end.</summary>
internal sealed partial class Session(SessionOrder order, SessionRecord record, SessionServices services, ILogger<Session> logger) : IDisposable
{
    private readonly StopSwitch _stop = new();

    public SessionRecord Record => record;

    /// <summary>The first ends it as Ctrl-C does, the second by force.</summary>
    public void Stop() => _stop.Command();

    /// <summary>The farm or the runner goes away: it ends in order, but its output is waited for by nobody.</summary>
    public void Abandon(SessionEndReason reason)
    {
        _stop.Ask(reason);
        record.Spool.AllowDropping();
    }

    /// <summary>Never fails: what goes wrong is reported as the session's end.</summary>
    public async Task RunAsync()
    {
        SessionEnd end;
        try
        {
            using var admitted = await services.Admission.AdmitAsync(order, _stop.Asked);
            end = await RunAsync(admitted);
        }
        catch (OperationCanceledException) when (_stop.Reason is { } reason)
        {
            end = new SessionEnd(reason, null, null);
        }
        catch (FarmException exception)
        {
            LogRefused(record.Id, exception.Message);
            end = new SessionEnd(SessionEndReason.Refused, null, exception.Failure);
        }
        catch (Exception exception)
        {
            LogBroken(record.Id, exception);
            end = new SessionEnd(SessionEndReason.Refused, null, new FarmFailure(
                FailureCode.Internal,
                $"The runner failed to start the session: {exception.Message}",
                "The runner's own log on the target says more."));
        }

        LogEnded(record.Id, end.Reason, end.ExitCode);
        record.MarkEnded(end);
    }

    public void Dispose() => _stop.Dispose();

    private async Task<SessionEnd> RunAsync(AdmittedSession admitted)
    {
        var ticket = admitted.Ticket;
        var folder = SessionFolder.Create(services.SessionsRoot, record.Id);
        var claimed = services.Names.Claim(ticket.ModuleName);
        try
        {
            var module = folder.Module(ticket.ModuleName);
            File.Copy(admitted.ModuleLease.Path, module, overwrite: true);
            new JournalEntry(JournalEntry.CurrentVersion, record.Id, ticket.ModuleName, !claimed, services.Kernel.BootId, services.Time.GetUtcNow())
                .Save(folder.Journal);
            SpecOf(admitted, folder, module, rename: !claimed).Save(folder.Spec);
            _stop.Asked.ThrowIfCancellationRequested();
            using var process = services.Launcher.Start(folder.Spec);
            LogStarted(record.Id, ticket.ModuleName, process.Pid);
            var supervisor = new StaprunSupervisor(admitted, record, _stop, services.Remover, services.Time, services.SupervisorLog);
            var outcome = await supervisor.RunAsync(process);
            return outcome.ToEnd(_stop.Reason, record.IsRunning, services.Kernel.Identity, services.Kernel.Lockdown);
        }
        finally
        {
            if (claimed)
            {
                services.Names.Release(ticket.ModuleName);
            }

            if (folder.Delete() is { } problem)
            {
                LogFolderStays(folder.Root, problem);
            }
        }
    }

    private static EnterSpec SpecOf(AdmittedSession admitted, SessionFolder folder, string module, bool rename)
    {
        var bundle = admitted.Bundle;
        return new EnterSpec(
            EnterSpec.CurrentVersion,
            folder.PidFile,
            folder.Scratch,
            bundle.Root,
            new Dictionary<string, string>
            {
                [bundle.Layout.StaprunBuiltInPath] = bundle.Staprun,
                [bundle.Layout.StapioBuiltInPath] = bundle.Stapio,
            },
            bundle.Loader,
            bundle.Libraries,
            StaprunArguments.For(bundle.Staprun, module, admitted.Ticket, rename));
    }
}
