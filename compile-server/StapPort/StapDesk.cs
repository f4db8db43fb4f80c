using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Builds;
using StapFarm.CompileServer.Shutdown;
using StapFarm.CompileServer.Watching;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using StapFarm.Model.Principals;
using StapFarm.StapProtocol.Requests;
using StapFarm.StapProtocol.Responses;
using StapFarm.Storage.Modules;

namespace StapFarm.CompileServer.StapPort;

/// <summary>
/// Answers requests of <c>stap --use-server</c> from the same machinery as gRPC: one key, one cache, one queue. What was asked
/// over either is there for the other.
/// </summary>
internal sealed partial class StapDesk(
    RequestIntake intake,
    ClientKernels kernels,
    ClientToolchains toolchains,
    BuildPlanner planner,
    BuildDesk desk,
    WorkWaiting work,
    ModuleCache modules,
    IBlobStore blobs,
    ClientSignatures signatures,
    IAuthorizer authorizer,
    ShutdownPhases shutdown,
    IOptions<StapPortOptions> options,
    ILogger<StapDesk> logger) : IDisposable
{
    // Unpacking takes memory and a processor.
    private readonly SemaphoreSlim _unpacking = new(Environment.ProcessorCount);

    /// <returns>An answer, whatever was asked.</returns>
    public async Task<StapResponse> AnswerAsync(ReceivedRequest received, CancellationToken cancellationToken)
    {
        try
        {
            var request = await ReadAsync(received, cancellationToken);
            using var kept = intake.Keep(request);
            return await AnswerAsync(request, cancellationToken);
        }
        catch (FarmException exception)
        {
            LogRefused(exception.Failure.Code, exception.Failure.Message);
            return StapAnswers.Refusal(exception.Failure);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
            return StapAnswers.Refusal(new FarmFailure(FailureCode.Internal, "The farm failed in a way that it didn't expect.", "Its log has more."));
        }
    }

    public void Dispose() => _unpacking.Dispose();

    private async Task<StapRequest> ReadAsync(ReceivedRequest received, CancellationToken cancellationToken)
    {
        await _unpacking.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => RequestReader.Read(received.Archive, options.Value.Limits), cancellationToken);
        }
        finally
        {
            _unpacking.Release();
            received.Dispose();
        }
    }

    private async Task<StapResponse> AnswerAsync(StapRequest request, CancellationToken cancellationToken)
    {
        var command = SourceReader.Command(request);
        var source = SourceReader.Source(request, command);
        authorizer.DemandBuild(Principal.StapPort, source);
        shutdown.RefuseIfStopping();
        var (tree, warning) = await kernels.ResolveAsync(request.Release, request.Architecture, cancellationToken);
        var (choice, fits) = await toolchains.SelectAsync(tree, request.Client, cancellationToken);
        var build = await planner.PlanAsync(source, tree, choice.Toolchain.Digest.ToString(), cancellationToken);
        var notes = ClientNotes.Of(request, command, warning, choice.Toolchain, fits);
        var names = UserNames.Of(source);
        if (await desk.FindAsync(build, cancellationToken) is { } cached)
        {
            LogHit(build.Key.Digest.Short, request.Client);
            return await ResultAsync(cached, request, command, names, notes, cancellationToken);
        }

        LogSubmitted(build.Key.Digest.Short, tree.Identity.Release, choice.Toolchain.Name, request.Client);
        var result = await work.EndAsync(await desk.MakeWorkAsync(build, Principal.StapPort, cancellationToken), cancellationToken);
        if (result.Failure is { } failure)
        {
            return StapAnswers.Failed(failure, names, choice.Toolchain.StapVersion, notes.Always, command.Set.Verbosity.ShowsPasses);
        }

        var built = await modules.FindAsync(build.Key, cancellationToken)
            ?? throw new FarmException(FailureCode.Unavailable, "The module is built, but was removed since.", "Ask again.");
        return await ResultAsync(built, request, command, names, notes, cancellationToken);
    }

    private async Task<StapResponse> ResultAsync(ModuleManifest manifest, StapRequest request, StapCommand command, UserNames names, ClientNotes notes, CancellationToken cancellationToken)
    {
        await using var stored = await blobs.OpenAsync(manifest.Content.Digest, 0, cancellationToken);
        var content = new byte[manifest.Content.Size];
        await stored.ReadExactlyAsync(content, cancellationToken);
        var messages = StapAnswers.Join(notes.Always, notes.WithModule, StapAnswers.Messages(manifest.Messages, command, names));
        if (manifest.Kind != TranslationKind.Module)
        {
            return new(manifest.StapVersion, 0, names.Fill(content), messages);
        }

        var signed = signatures.Sign(request, command.Set, manifest.ModuleName!, content);
        return new(manifest.StapVersion, signed.Module is null ? 1 : 0, default, StapAnswers.Join(messages, signed.Words), signed.Module, signed.OwnerKey);
    }
}
