using StapFarm.Model.Failures;

namespace StapFarm.Storage.Files;

/// <summary>
/// The folder in which files grow before they get the name under which readers look for them. It is on the store's own
/// file system, so that a finished file only changes its name.
/// </summary>
internal sealed class IncomingFolder(string root, bool flushToDisk)
{
    public const string Name = "incoming";

    private readonly string _path = Path.Combine(root, Name);

    /// <summary>Begins a file. Disposing the result removes it unless it was published.</summary>
    /// <param name="remade">See <see cref="Remade"/>.</param>
    public IncomingFile Create(bool remade = false)
    {
        Directory.CreateDirectory(_path);
        return new IncomingFile(Path.Combine(_path, Guid.NewGuid().ToString("N")), flushToDisk && !remade);
    }

    /// <summary>Runs what writes, and turns the errors of a full medium into the farm's own.</summary>
    /// <exception cref="FarmException"><c>StoreFull</c>.</exception>
    public async ValueTask<T> WriteAsync<T>(Func<ValueTask<T>> write)
    {
        try
        {
            return await write();
        }
        catch (IOException exception) when (FullMedium.Is(exception))
        {
            throw FullMedium.Failure(root, exception);
        }
    }
}
