using StapFarm.Model.Failures;

namespace StapFarm.Toolchains.Bundles;

/// <summary>
/// The libraries that programs of a root need, theirs included, found in the folders that the root's own loader searches.
/// </summary>
internal sealed class LibraryClosure(string root)
{
    private readonly Dictionary<string, string> _libraries = new(StringComparer.Ordinal);

    /// <summary>The libraries' files on this machine by the names the loader looks for.</summary>
    public IReadOnlyDictionary<string, string> Libraries => _libraries;

    /// <param name="program">The program's path inside the root, e.g. <c>/usr/bin/staprun</c>.</param>
    /// <returns>What the program itself says.</returns>
    /// <exception cref="FarmException"><c>SourceFailed</c> when the root lacks it or a library, or it isn't an ELF file.</exception>
    public ElfImage Add(string program)
    {
        var file = RootPath.FindFile(root, program) ?? throw Incomplete($"it has no {program}");
        var image = Read(program, file);
        Follow(program, image, folder: program[..program.LastIndexOf('/')]);
        return image;
    }

    private void Follow(string name, ElfImage image, string folder)
    {
        foreach (var library in image.Needed.Where(library => !_libraries.ContainsKey(library)))
        {
            var (file, itsFolder) = Find(library, image, folder)
                ?? throw Incomplete($"it has no {library}, which {name} needs");
            _libraries.Add(library, file);
            Follow(library, Read(library, file), itsFolder);
        }
    }

    private (string File, string Folder)? Find(string library, ElfImage needing, string folder)
    {
        var triplet = TripletOf(needing.Machine);
        string[] folders =
        [
            .. needing.SearchPaths.Select(path => path.Replace("${ORIGIN}", folder, StringComparison.Ordinal).Replace("$ORIGIN", folder, StringComparison.Ordinal)),
            $"/usr/lib/{triplet}", $"/lib/{triplet}", "/usr/lib64", "/lib64", "/usr/lib", "/lib",
        ];
        foreach (var candidate in folders)
        {
            if (RootPath.FindFile(root, $"{candidate}/{library}") is { } file)
            {
                return (file, candidate);
            }
        }

        return null;
    }

    // ELF machine numbers: elf.h.
    private static string TripletOf(int machine) => machine switch
    {
        62 => "x86_64-linux-gnu",
        183 => "aarch64-linux-gnu",
        243 => "riscv64-linux-gnu",
        21 => "powerpc64le-linux-gnu",
        _ => throw new FarmException(FailureCode.Unsupported, $"No runtime bundle can be made of programs for the ELF machine {machine}."),
    };

    private static ElfImage Read(string name, string file)
    {
        try
        {
            return ElfImage.Read(File.ReadAllBytes(file));
        }
        catch (InvalidDataException exception)
        {
            throw Incomplete($"{name} can't be read: {exception.Message}");
        }
    }

    public static FarmException Incomplete(string what) => new(
        FailureCode.SourceFailed,
        $"The toolchain's root can't run modules anywhere: {what}.",
        "The suite may be in transition; add the toolchain again later, or use one of another suite.");
}
