using StapFarm.Model.Failures;

namespace StapFarm.Storage.Sessions;

/// <summary>The first bytes of a session's log: <c>stapfarm-session-log</c> and the format's version (1 byte).</summary>
internal static class SessionLogHeader
{
    public const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "stapfarm-session-log"u8;

    public static int Length => Magic.Length + 1;

    public static byte[] Bytes => [.. Magic, Version];

    /// <returns>False when the file was cut within its header: nothing was ever stored in it.</returns>
    /// <exception cref="FarmException"><c>UnknownVersion</c>, <c>Corrupt</c>.</exception>
    public static bool IsWhole(ReadOnlySpan<byte> bytes, string session)
    {
        if (bytes.Length < Length)
        {
            return false;
        }

        if (!bytes.StartsWith(Magic))
        {
            throw new FarmException(FailureCode.Corrupt, $"The stored output of session {session} doesn't begin as one.");
        }

        return bytes[Magic.Length] == Version
            ? true
            : throw new FarmException(
                FailureCode.UnknownVersion,
                $"The stored output of session {session} has version {bytes[Magic.Length]}; this program knows version {Version}.",
                "Use the release of StapFarm that wrote it.");
    }
}
