using System.CommandLine;
using System.Text;
using StapFarm.Cli.Builds;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;
using StapFarm.Cli.Uploads;
using StapFarm.Model.Content;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Toolchains;

/// <summary>
/// <c>stapfarm toolchain export</c>. The file is a tar of what the farm says is in it: <c>toolchain.json</c>,
/// <c>toolchain.json.sha256</c> and <c>blobs/SHA256</c> (docs/toolchains.md); its version is in <c>toolchain.json</c>.
/// </summary>
internal static class ToolchainExportCommand
{
    private const string Document = "toolchain.json";

    public static Command Create(CommandBinder binder)
    {
        var toolchain = new Argument<string>("TOOLCHAIN") { Description = "A name, a stap release, or the start of a digest" };
        var output = new Option<string>("-o", "--output") { Description = "The file to write", HelpName = "FILE", Required = true };
        return binder.Bind(new Command("export", "Writes a toolchain into a file, for another farm to import") { toolchain, output }, (context, parsed, token) =>
            RunAsync(context, parsed.GetRequiredValue(toolchain), parsed.GetRequiredValue(output), token));
    }

    private static async Task<int> RunAsync(CommandContext context, string name, string path, CancellationToken cancellationToken)
    {
        var export = await context.Farm.Toolchains.ExportAsync(new() { Toolchain = name }, cancellationToken: cancellationToken);
        var blobs = export.Blobs.Select(blob => blob.ToModel()).ToList();
        var progress = context.Progress();
        try
        {
            await WholeFile.WriteAsync(path, output => WriteAsync(context, export, blobs, output, progress, cancellationToken));
        }
        finally
        {
            progress.Clear();
        }

        context.Console.WriteErrorLine($"wrote {export.Toolchain.Name} (stap {export.Toolchain.StapVersion}, {Human.Short(export.Toolchain.Digest)}) to {path}");
        return ExitCodes.Success;
    }

    private static async Task WriteAsync(
        CommandContext context, V1.ExportToolchainResponse export, IReadOnlyList<BlobRef> blobs, Stream output, ProgressLine progress, CancellationToken cancellationToken)
    {
        var document = export.Document.ToByteArray();
        var hash = Encoding.ASCII.GetBytes($"{Digest.Of(document)}  {Document}\n");
        var tar = new StreamedTar(output);
        await tar.AddAsync(Document, document.Length, entry => entry.WriteAsync(document, cancellationToken).AsTask(), cancellationToken);
        await tar.AddAsync($"{Document}.sha256", hash.Length, entry => entry.WriteAsync(hash, cancellationToken).AsTask(), cancellationToken);
        var total = blobs.Sum(blob => blob.Size);
        var before = 0L;
        foreach (var blob in blobs)
        {
            await tar.AddAsync($"blobs/{blob.Digest}", blob.Size, async entry =>
            {
                await using var counting = new CountingWriter(entry, count => progress.Show(
                    "export", $"fetching {export.Toolchain.Name}: {Human.Bytes(before + count)} of {Human.Bytes(total)}"));
                await context.Download.CopyToAsync(blob, counting, cancellationToken);
            }, cancellationToken);
            before += blob.Size;
        }

        await tar.EndAsync(cancellationToken);
    }
}
