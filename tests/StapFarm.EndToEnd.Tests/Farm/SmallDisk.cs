using StapFarm.Testing;

namespace StapFarm.EndToEnd.Tests.Farm;

/// <summary>A disk of a few MB, in memory, that a test can fill up.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly ScratchFolder _parent = new();

    private SmallDisk() => Path = Directory.CreateDirectory(_parent.File("disk")).FullName;

    public string Path { get; }

    private string Filling => System.IO.Path.Combine(Path, "filling");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk();
        await Processes.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "none", disk.Path);
        return disk;
    }

    /// <summary>Uses up all room but this much.</summary>
    public void Fill(int leavingBytes)
    {
        using var filling = File.Create(Filling);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                filling.Write(block);
                filling.Flush();
            }
        }
        catch (IOException)
        {
            filling.SetLength(filling.Length - leavingBytes);
        }
    }

    public void Empty() => File.Delete(Filling);

    public void Dispose()
    {
        // Lazily: a process that is about to end may still look at it.
        Processes.RunAsync("umount", "-l", Path).GetAwaiter().GetResult();
        _parent.Dispose();
    }
}
