using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using StapFarm.Model.Care;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Storage.Sessions;

namespace StapFarm.Storage.Care;

/// <summary>Reads the output of every session; quickly, only whether each begins as one.</summary>
public sealed class SessionLogsCheck(IOptions<FileStorageOptions> options, TimeProvider time) : IStoreCheck
{
    private readonly SessionLogPaths _paths = new(options.Value.Root);

    public string Store => "sessions";

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sessions = _paths.Stored().Select(session => (session, file: new FileInfo(_paths.Of(session)))).Where(stored => stored.file.Exists).ToList();
        var rate = new ByteRate(Store, "reading the output of sessions", sessions.Sum(stored => stored.file.Length), progress, time);
        foreach (var (session, file) in sessions)
        {
            if (await JudgeAsync(session, file.FullName, quick, cancellationToken) is { } failure)
            {
                yield return new(
                    Store,
                    session,
                    failure.Message,
                    failure.Advice.Length > 0 ? failure.Advice : $"What can be read of it is lost with it: remove {file.FullName} when nobody needs it.");
            }

            rate.Add(file.Length);
        }
    }

    private static async Task<FarmFailure?> JudgeAsync(string session, string path, bool quick, CancellationToken cancellationToken)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.Asynchronous);
            if (quick)
            {
                var header = new byte[SessionLogHeader.Length];
                SessionLogHeader.IsWhole(header.AsSpan(0, await RandomAccess.ReadAsync(file, header, 0, cancellationToken)), session);
            }
            else
            {
                await SessionLogScan.CatchUpAsync(session, file, new SessionLogIndex(), cancellationToken);
            }

            return null;
        }
        catch (FarmException exception)
        {
            return exception.Failure;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
