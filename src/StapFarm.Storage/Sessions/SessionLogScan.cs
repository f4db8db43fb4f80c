using Microsoft.Win32.SafeHandles;
using StapFarm.Model.Failures;

namespace StapFarm.Storage.Sessions;

/// <summary>Reads how far a log goes.</summary>
internal static class SessionLogScan
{
    /// <summary>
    /// Several processes may use a log one after the other, so the file, not what one of them remembers, says how far it
    /// goes. Only what is new since is read.
    /// </summary>
    /// <exception cref="FarmException"><c>UnknownVersion</c>, <c>Corrupt</c>.</exception>
    public static async ValueTask<SessionLogIndex> CatchUpAsync(string session, SafeFileHandle file, SessionLogIndex known, CancellationToken cancellationToken)
    {
        var length = RandomAccess.GetLength(file);
        var index = length < known.End ? new SessionLogIndex() : known;
        if (index.End == 0)
        {
            var header = new byte[SessionLogHeader.Length];
            var read = await RandomAccess.ReadAsync(file, header, 0, cancellationToken);
            if (!SessionLogHeader.IsWhole(header.AsSpan(0, read), session))
            {
                return index;
            }

            index.Begin(SessionLogHeader.Length);
        }

        var reader = new SessionRecordReader(file, index.End, length);
        for (ReadOnlyMemory<byte> record; !(record = await reader.PeekAsync(cancellationToken)).IsEmpty; reader.Skip(record.Length))
        {
            if (SessionRecord.NumberOf(record.Span) != index.Last + 1)
            {
                throw Damaged(session, index.Last + 1);
            }

            index.Add(index.Last + 1, record.Length);
        }

        if (await HasSoundRecordBehindAsync(reader, index.Last + 2, cancellationToken))
        {
            throw Damaged(session, index.Last + 1);
        }

        return index;
    }

    public static FarmException Damaged(string session, long number) => new(
        FailureCode.Corrupt,
        $"The stored output of session {session} is damaged at chunk {number}: the disk or something that writes to it has changed it.",
        "Check the disk of the farm's store.");

    // A crash leaves rubbish at the end. Rubbish with sound records behind it is a damaged disk: cutting there would lose
    // what was acknowledged.
    private static async ValueTask<bool> HasSoundRecordBehindAsync(SessionRecordReader reader, long number, CancellationToken cancellationToken)
    {
        if (await reader.ClaimedLengthAsync(cancellationToken) is not { } length)
        {
            return false;
        }

        reader.Skip(length);
        var following = await reader.PeekAsync(cancellationToken);
        return !following.IsEmpty && SessionRecord.NumberOf(following.Span) == number;
    }
}
