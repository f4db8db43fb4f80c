using System.Globalization;

namespace StapFarm.Lab.Machines;

/// <summary>The detached machines of this user, each in a numbered folder.</summary>
public sealed class MachineRegistry(string root)
{
    /// <summary>The registry in the user's cache folder.</summary>
    public static MachineRegistry OfUser() => new(LabCache.Folder("machines"));

    /// <summary>Takes the lowest free number; two processes never take the same one.</summary>
    public (int Number, MachineFolder Folder) Claim()
    {
        for (var number = 1; ; number++)
        {
            var folder = Folder(number);
            Directory.CreateDirectory(folder.Path);
            try
            {
                using var claim = new FileStream(Path.Combine(folder.Path, "claim"), FileMode.CreateNew);
                return (number, folder);
            }
            catch (IOException)
            {
                // Taken.
            }
        }
    }

    /// <summary>All machines that got ready, also those that have ended since.</summary>
    public IReadOnlyList<DetachedMachine> Machines() =>
        [.. Numbers().Select(number => DetachedMachine.Open(Folder(number))).OfType<DetachedMachine>()];

    /// <summary>The running machine of this number or name.</summary>
    public DetachedMachine Find(string machine) =>
        Machines().FirstOrDefault(m => m.IsRunning && (m.Description.Name == machine || Text(m.Description.Number) == machine))
        ?? throw new LabException($"No machine {machine} is running. 'list' names those that are, 'up' starts one.");

    /// <summary>Ends a machine in whatever state and frees its number.</summary>
    public void Remove(int number)
    {
        var folder = Folder(number);
        MachineProcess.Kill(folder);
        if (Directory.Exists(folder.Path))
        {
            // Moved first: a client that is still there would put its lock files into a folder that is being emptied.
            var gone = Path.Combine(root, $".gone-{Guid.NewGuid():N}");
            Directory.Move(folder.Path, gone);
            Empty(gone);
        }
    }

    // A lock file whose creation was under way finds the folder under its new name; there is no other after that.
    private static void Empty(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>All numbers that are taken.</summary>
    public IReadOnlyList<int> Numbers() =>
    [
        .. Directory.EnumerateDirectories(root)
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0)
            .Order(),
    ];

    private MachineFolder Folder(int number) => new(Path.Combine(root, Text(number)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
