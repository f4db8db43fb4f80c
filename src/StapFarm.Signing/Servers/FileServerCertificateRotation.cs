using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;
using StapFarm.Signing.Keys;

namespace StapFarm.Signing.Servers;

/// <summary>Rotation by the names of files alone, so that what a process that dies leaves behind is one of the states.</summary>
public sealed partial class FileServerCertificateRotation(IOptions<ServerCertificateOptions> options, TimeProvider time, ILogger<FileServerCertificateRotation> logger)
    : IServerCertificateRotation
{
    private readonly ServerCertificateFiles _files = new(options.Value.Certificate);

    public IReadOnlyList<(ServerCertificateState State, ReadOnlyMemory<byte> Der)> Others()
    {
        var known = new List<(ServerCertificateState, ReadOnlyMemory<byte>)>();
        if (Read(_files.Next) is { } next)
        {
            known.Add((ServerCertificateState.Next, next));
        }

        if (HasPrevious())
        {
            known.Add((ServerCertificateState.Previous, Read(_files.Previous)));
        }

        return known;
    }

    public void MakeNext() => Step(() =>
    {
        DemandNoPrevious();
        if (File.Exists(_files.Next))
        {
            throw new FarmException(FailureCode.InvalidRequest, "The next certificate is there already.", "Make hosts trust it (stapfarm trust), then: stapfarm farm certificate activate");
        }

        if (!options.Value.CreateMissing)
        {
            throw new FarmException(
                FailureCode.NotAllowed,
                "This process makes no certificates for stap --use-server: this farm's are put there by who runs it.",
                $"Put the next one, made by a farm in one process, beside the one in use as {Path.GetFileName(_files.Next)}, with mode 0600, for all of the farm's processes.");
        }

        string[] names = [.. options.Value.Hosts, .. ServerCertificateMaker.OwnNames];
        PrivateFile.TryCreate(_files.Next, Encoding.ASCII.GetBytes(ServerCertificateMaker.MakePem(names, time.GetUtcNow())));
        LogStep(logger, "the next one was made", _files.Next);
    });

    public void Activate() => Step(() =>
    {
        DemandNoPrevious();
        if (Read(_files.Next) is null)
        {
            throw new FarmException(FailureCode.InvalidRequest, "There is no next certificate.", "Make it with: stapfarm farm certificate rotate");
        }

        // At no time is there none in use: the present one gets a second name, then the next one takes its first.
        File.Delete(_files.Previous);
        PrivateFile.Link(_files.InUse, _files.Previous);
        File.Move(_files.Next, _files.InUse, overwrite: true);
        LogStep(logger, "the next one is in use", _files.InUse);
    });

    public void Retire() => Step(() =>
    {
        if (!HasPrevious())
        {
            throw new FarmException(FailureCode.InvalidRequest, "There is no previous certificate to be retired.", "It is there from 'stapfarm farm certificate activate' on.");
        }

        File.Delete(_files.Previous);
        LogStep(logger, "the previous one was removed", _files.Previous);
    });

    // One at a time among all processes. A folder that can't be written to may be a mounted Secret.
    private void Step(Action step)
    {
        var folder = Path.GetDirectoryName(_files.InUse)!;
        try
        {
            using var turn = FolderLock.Take(folder);
            step();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FarmException(
                FailureCode.NotAllowed,
                $"This process can't change the certificates in {folder}: {exception.Message}",
                $"Where they come from another place, rename them there: {Path.GetFileName(_files.InUse)} to {Path.GetFileName(_files.Previous)}, {Path.GetFileName(_files.Next)} to {Path.GetFileName(_files.InUse)}.",
                exception);
        }
    }

    private void DemandNoPrevious()
    {
        if (HasPrevious())
        {
            throw new FarmException(FailureCode.InvalidRequest, "The previous certificate wasn't retired yet.", "When all hosts trust the present one: stapfarm farm certificate retire");
        }
    }

    // A process that died while it activated may have left the present one under both names.
    private bool HasPrevious() => Read(_files.Previous) is { } previous && !(Read(_files.InUse) is { } present && previous.AsSpan().SequenceEqual(present));

    private static byte[]? Read(string path)
    {
        if (PrivateFile.TryRead(path) is not { } pem)
        {
            return null;
        }

        using var certificate = FileServerCertificate.Import(path, pem);
        return certificate.Export(X509ContentType.Cert);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate for stap --use-server is rotated: {Step} ({Path})")]
    private static partial void LogStep(ILogger logger, string step, string path);
}
