namespace StapFarm.Cli.Uploads;

/// <summary>A file as it is.</summary>
internal sealed class FileContent(string path) : IUploadContent
{
    public string Name => Path.GetFileName(path);

    public async Task WriteToAsync(Stream output, long offset, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        file.Position = Math.Min(offset, file.Length);
        await file.CopyToAsync(output, 1 << 18, cancellationToken);
    }
}
