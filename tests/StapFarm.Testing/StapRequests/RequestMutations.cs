namespace StapFarm.Testing.StapRequests;

/// <summary>
/// Mutations of requests that real clients could send. Most get as far as the options, or fuzzing with them would only try the
/// archive.
/// </summary>
public static class RequestMutations
{
    private static readonly string[] Usual = ["-p4", "-v", "-g", "-mname", "-DX=1", "-I", "tapset/a", "script/x.stp", "-w", "-t", "-xx", "-c", "true", "-d", "ext4", "-a", "x86_64", "-E", "probe end {}"];

    private static readonly string[] Unusual =
    [
        "-p", "-e", "-eprobe begin {}", "--", "-vvvvvvvvvv", "--vp=11111", "-m", "-D", "--privilege=stapusr", "--unprivileged", "-l", "-L", "kernel.function(\"*\")", "--dump-functions",
        "--dump-p", "-x", "-G", "-T", "-r", "--compatible", "--compatible=", "-", "", "-\u00e4", "-k", "--tmpdir=/", "-wWtu", "-B", "--version", "../../etc/passwd", "-\n", "--=x", "---", "-p9",
        "-S1,2", "-s", "-o", "-F", "-q", "-b",
    ];

    /// <summary>The next archive; the same for the same seed.</summary>
    public static byte[] Next(Random random)
    {
        var arguments = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Word(random)).Prepend("script/x.stp").ToArray();
        var archive = ArchiveBuilder.Request(arguments).Add("script/x.stp", "probe begin {}").Add("tapset/a/b.stp", "probe x = begin {}");
        if (random.Next(4) == 0)
        {
            var name = (string[])["version", "sysinfo", "locale", "mok_fingerprints", "argv1", "script/x.stp", "tapset/a", "../x"];
            archive.Add(name[random.Next(name.Length)], Noise(random));
        }

        var bytes = archive.Pack();
        for (var flips = random.Next(3) == 0 ? random.Next(1, 5) : 0; flips > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return random.Next(20) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static string Word(Random random) =>
        random.Next(4) == 0 ? Unusual[random.Next(Unusual.Length)] : Usual[random.Next(Usual.Length)];

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(200)];
        random.NextBytes(noise);
        return noise;
    }
}
