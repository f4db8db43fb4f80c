using System.Globalization;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;
using StapFarm.Cli.Uploads;
using StapFarm.Model.Content;

namespace StapFarm.Cli.Kernels;

/// <summary>Sends the files of a kernel.</summary>
internal sealed class KernelFileUpload(CommandContext context)
{
    public async Task<V1.KernelFiles> SendAsync(V1.KernelFilesForm form, IReadOnlyList<IUploadContent> contents, CancellationToken cancellationToken)
    {
        var progress = context.Progress();
        var upload = new BlobUpload(context.Farm.Blobs, context.TimeProvider);
        var files = new V1.KernelFiles { Form = form };
        try
        {
            for (var i = 0; i < contents.Count; i++)
            {
                var content = contents[i];
                var what = $"{content.Name} ({i + 1} of {contents.Count})";
                var (digest, size) = await HashAsync(content, count => progress.Show($"hash {i}", $"reading {what}: {Human.Bytes(count)}"), cancellationToken);
                var wasSent = await upload.SendAsync(
                    content, digest, size, count => progress.Show($"send {i}", $"sending {what}: {Percent(count, size)} of {Human.Bytes(size)}"), cancellationToken);
                progress.Show($"sent {i}", wasSent ? $"sent {what}" : $"the farm has {what}");
                files.Files.Add(new V1.KernelFile { Name = content.Name, Digest = digest.ToString() });
            }
        }
        finally
        {
            progress.Clear();
        }

        return files;
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
