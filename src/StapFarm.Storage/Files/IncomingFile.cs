namespace StapFarm.Storage.Files;

/// <summary>A file that nobody sees until it is whole.</summary>
internal sealed class IncomingFile : IAsyncDisposable
{
    private readonly bool _flushToDisk;

    public IncomingFile(string path, bool flushToDisk)
    {
        Path = path;
        _flushToDisk = flushToDisk;
        Stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        });
    }

    public string Path { get; }

    public FileStream Stream { get; }

    /// <summary>Gives the file its name unless that is taken; false when it is.</summary>
    public bool TryPublish(string name)
    {
        Finish(name);
        if (!NativeFiles.TryLink(Path, name))
        {
            return false;
        }

        FlushFolderOf(name);
        return true;
    }

    /// <summary>Gives the file its name, in the place of whatever had it.</summary>
    public void Publish(string name)
    {
        Finish(name);
        File.Move(Path, name, overwrite: true);
        FlushFolderOf(name);
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        File.Delete(Path);
    }

    private void Finish(string name)
    {
        DurableFolder.Ensure(System.IO.Path.GetDirectoryName(name)!, _flushToDisk);
        Stream.Flush(_flushToDisk);
    }

    private void FlushFolderOf(string name)
    {
        if (_flushToDisk)
        {
            NativeFiles.FlushFolder(System.IO.Path.GetDirectoryName(name)!);
        }
    }
}
