using System.Text;
using StapFarm.Model.Failures;

namespace StapFarm.Translation.Keys;

/// <summary>UTF-8 that never replaces what it can't express: two different texts must not encode alike.</summary>
internal static class StrictText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Encode(string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new FarmException(FailureCode.InvalidRequest, "A name in the request isn't valid Unicode text.", "Rename the file.", exception);
        }
    }

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FarmException(FailureCode.Corrupt, "A name in a stored request isn't valid UTF-8.", innerException: exception);
        }
    }
}
