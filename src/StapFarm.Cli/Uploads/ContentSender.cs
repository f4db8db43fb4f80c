using System.Globalization;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;
using StapFarm.Model.Content;

namespace StapFarm.Cli.Uploads;

/// <summary>Hashes content and sends it to the farm, showing how far it is.</summary>
internal sealed class ContentSender(CommandContext context, ProgressLine progress)
{
    private readonly BlobUpload _upload = new(context.Farm.Blobs, context.TimeProvider);

    /// <param name="step">Another for each content.</param>
    /// <param name="what">The content, for people.</param>
    public async Task<Digest> SendAsync(IUploadContent content, string step, string what, CancellationToken cancellationToken)
    {
        var (digest, size) = await HashAsync(content, count => progress.Show($"hash {step}", $"reading {what}: {Human.Bytes(count)}"), cancellationToken);
        var wasSent = await _upload.SendAsync(
            content, digest, size, count => progress.Show($"send {step}", $"sending {what}: {Percent(count, size)} of {Human.Bytes(size)}"), cancellationToken);
        progress.Show($"sent {step}", wasSent ? $"sent {what}" : $"the farm has {what}");
        return digest;
    }

    private static async Task<(Digest Digest, long Size)> HashAsync(IUploadContent content, Action<long> onBytes, CancellationToken cancellationToken)
    {
        await using var hash = new HashStream(onBytes);
        await content.WriteToAsync(hash, 0, cancellationToken);
        return (hash.Digest(), hash.Count);
    }

    private static string Percent(long count, long size) =>
        string.Create(CultureInfo.InvariantCulture, $"{(size == 0 ? 100 : count * 100 / size)} %");
}
