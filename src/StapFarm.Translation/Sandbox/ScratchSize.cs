namespace StapFarm.Translation.Sandbox;

/// <summary>Adds up what a build has written.</summary>
internal static class ScratchSize
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Sum and greatest of the files' lengths, in bytes.</summary>
    public static (long Total, long Largest) Of(JobFolder folder)
    {
        var total = 0L;
        var largest = 0L;
        foreach (var path in (string[])[folder.Work, folder.State, folder.Temporary])
        {
            Count(new DirectoryInfo(path).EnumerateFiles("*", Everything));
        }

        Count([new FileInfo(folder.Output)]);
        return (total, largest);

        void Count(IEnumerable<FileInfo> files)
        {
            try
            {
                foreach (var file in files)
                {
                    var length = LengthOf(file);
                    total += length;
                    largest = Math.Max(largest, length);
                }
            }
            catch (IOException)
            {
                // A folder went away in the meantime; the next look will tell.
            }
        }
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
