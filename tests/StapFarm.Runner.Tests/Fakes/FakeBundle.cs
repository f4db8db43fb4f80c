using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace StapFarm.Runner.Tests.Fakes;

/// <summary>Runtime bundles whose programs are shell scripts: the loader drops its options and starts the program.</summary>
internal static class FakeBundle
{
    public const string Loader = "#!/bin/sh\nshift 2\nexec \"$@\"\n";

    public static string Layout(string staprunPath, string stapioPath, int version = 1) =>
        $$"""{"version":{{version}},"loader":"lib/loader","libraries":"lib","staprun":"bin/staprun","stapio":"bin/stapio","staprunBuiltInPath":"{{staprunPath}}","stapioBuiltInPath":"{{stapioPath}}"}""";

    /// <summary>A bundle with these scripts.</summary>
    public static byte[] Build(string staprun, string stapio, string staprunPath, string stapioPath) => Tar(
        ("bundle.json", Layout(staprunPath, stapioPath)),
        ("lib/loader", Loader),
        ("bin/staprun", "#!/bin/sh\n" + staprun),
        ("bin/stapio", "#!/bin/sh\n" + stapio));

    public static byte[] Tar(params (string Name, string Content)[] files) =>
        Pack([.. files.Select(file => new PaxTarEntry(TarEntryType.RegularFile, file.Name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Content)) })]);

    public static byte[] Pack(params TarEntry[] entries)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }

        return packed.ToArray();
    }
}
