namespace StapFarm.Cli.Uploads;

/// <summary>Bytes that are sent to the farm. They can be written as often as it takes, and are the same each time.</summary>
internal interface IUploadContent
{
    /// <summary>What it is called at the farm.</summary>
    string Name { get; }

    /// <summary>Writes what follows the first <paramref name="offset"/> bytes.</summary>
    Task WriteToAsync(Stream output, long offset, CancellationToken cancellationToken);
}
