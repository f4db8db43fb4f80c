using Microsoft.Extensions.Logging;

namespace StapFarm.Toolchains.Depot;

/// <summary>
/// A folder of its own for each root that is made, gone afterwards with those beside it whose names begin with its; whoever
/// is next removes what a killed one left.
/// </summary>
internal sealed partial class MakingPlace : IDisposable
{
    private readonly ILogger _logger;
    private readonly string _scratch;

    /// <param name="name">What is made, in letters that fit a file name. The caller sees to it that nobody else makes the same.</param>
    public MakingPlace(string scratch, string name, ILogger logger)
    {
        _logger = logger;
        _scratch = scratch;
        Directory.CreateDirectory(scratch);
        RemoveAll($"{name}.making-*");
        Path = System.IO.Path.Combine(scratch, $"{name}.making-{Guid.NewGuid():N}");
    }

    /// <summary>Doesn't exist yet.</summary>
    public string Path { get; }

    public void Dispose() => RemoveAll($"{System.IO.Path.GetFileName(Path)}*");

    private void RemoveAll(string pattern)
    {
        foreach (var folder in Directory.EnumerateDirectories(_scratch, pattern).ToList())
        {
            Remove(folder);
        }
    }

    private void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It was never begun.
        }
        catch (IOException exception)
        {
            // It costs room until the next one is made; what was made is no worse for it.
            LogNotRemoved(_logger, folder, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder} can't be removed now and stays until a toolchain of its name is made again")]
    private static partial void LogNotRemoved(ILogger logger, string folder, Exception exception);
}
