using System.Text;

namespace StapFarm.Kernels.Tests.Downloads;

/// <param name="Stalls">Whether the connection then stays open with nothing more said.</param>
internal sealed record ServerAnswer(byte[] Bytes, bool Stalls = false)
{
    public static ServerAnswer NotFound { get; } = new(Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));

    /// <param name="announced">Bytes that the head speaks of; those of the body without.</param>
    public static ServerAnswer Ok(ReadOnlySpan<byte> body, int? announced = null, string headers = "", string status = "200 OK", bool stalls = false) =>
        new([.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {announced ?? body.Length}\r\nConnection: close\r\n{headers}\r\n"), .. body], stalls);
}
