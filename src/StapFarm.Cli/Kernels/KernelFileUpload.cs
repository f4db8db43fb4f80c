using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Uploads;

namespace StapFarm.Cli.Kernels;

/// <summary>Sends the files of a kernel.</summary>
internal sealed class KernelFileUpload(CommandContext context)
{
    public async Task<V1.KernelFiles> SendAsync(V1.KernelFilesForm form, IReadOnlyList<IUploadContent> contents, CancellationToken cancellationToken)
    {
        var progress = context.Progress();
        var sender = new ContentSender(context, progress);
        var files = new V1.KernelFiles { Form = form };
        try
        {
            for (var i = 0; i < contents.Count; i++)
            {
                var content = contents[i];
                var digest = await sender.SendAsync(content, $"{i}", $"{content.Name} ({i + 1} of {contents.Count})", cancellationToken);
                files.Files.Add(new V1.KernelFile { Name = content.Name, Digest = digest.ToString() });
            }
        }
        finally
        {
            progress.Clear();
        }

        return files;
    }
}
