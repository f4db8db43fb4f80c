using System.Security.Cryptography;

namespace StapFarm.Kernels.Downloads;

internal static class FileHash
{
    /// <summary>SHA-256: 64 lower-case hexadecimal digits.</summary>
    public static async Task<string> OfAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
