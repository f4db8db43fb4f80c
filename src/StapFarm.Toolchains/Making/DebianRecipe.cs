namespace StapFarm.Toolchains.Making;

/// <summary>
/// How a root is made of a Debian suite. <see cref="Version"/> is part of every toolchain's digest: raise it with any change
/// here that changes the files of a root.
/// </summary>
/// <param name="Suite">The suite's name in the archive.</param>
/// <param name="Expires">Whether the suite's Release file ends its validity before the suite is updated.</param>
internal sealed record DebianRecipe(string Suite, bool Expires)
{
    /// <summary>The name and version of this recipe.</summary>
    public const string Version = "debian-root/1";

    public static IReadOnlyList<DebianRecipe> All { get; } = [new("trixie", Expires: false), new("sid", Expires: true)];

    /// <summary>Kernels name their compiler: gcc-12 built 6.1 and bookworm's 6.12, gcc-14 trixie's 6.12.</summary>
    public static IReadOnlyList<string> Compilers { get; } = ["gcc-12", "gcc-14"];

    private static readonly string[] Packages = ["systemtap", "make", .. Compilers];

    /// <summary>
    /// What no build of a module opens; together it is half of the root. Copyright files stay, as their licences ask.
    /// </summary>
    private static readonly string[] LeftOut =
    [
        "path-exclude=/usr/share/doc/*",
        "path-include=/usr/share/doc/*/copyright",
        "path-exclude=/usr/share/doc-base/*",
        "path-exclude=/usr/share/info/*",
        "path-exclude=/usr/share/lintian/*",
        "path-exclude=/usr/share/locale/*",
        "path-exclude=/usr/share/man/*",
        "path-exclude=*/lto1",
        "path-exclude=/usr/bin/*lto-dump*",
        "path-exclude=/usr/bin/*gprofng*",
        "path-exclude=/usr/lib/*/libgprofng*",
        "path-exclude=/usr/lib/*/lib*san.so*",
        "path-exclude=/usr/lib/gcc/*/lib*san.a",
    ];

    /// <summary>The folders that a sandbox binds something over; a read-only root must have them beforehand.</summary>
    public static IReadOnlyList<string> MountPoints { get; } =
    [
        "boot",
        "stapfarm",
        "stapfarm/kernel",
        "stapfarm/request",
        "stapfarm/scratch",
        "usr/lib/debug",
        "usr/lib/modules",
        "usr/src",
    ];

    /// <summary>mmdebstrap's arguments to make the root as a folder.</summary>
    /// <param name="targets">The architectures that it is to build for beside its own.</param>
    public IReadOnlyList<string> MmdebstrapArguments(string folder, IEnumerable<CrossTarget> targets, IEnumerable<string> mirrors) => Arguments(
        [
            "--variant=essential",
            $"--include={string.Join(',', [.. Packages, .. targets.SelectMany(target => Compilers.Select(target.PackageOf))])}",
        ],
        [
            // A root that isn't finished is thrown away: syncing each package protects nothing and takes half of the time.
            "--dpkgopt=force-unsafe-io",
            .. LeftOut.Select(pattern => $"--dpkgopt={pattern}"),
            // The packages' hashes are in the lists.
            "--skip=cleanup/apt/lists",
        ],
        folder,
        mirrors);

    /// <summary>
    /// mmdebstrap's arguments to unpack staprun and what it needs for another architecture: nothing of it is run, so neither
    /// is anything installed.
    /// </summary>
    public IReadOnlyList<string> RuntimeArguments(string folder, CrossTarget target, IEnumerable<string> mirrors) => Arguments(
        [
            "--variant=extract",
            $"--architectures={target.DebianName}",
            "--include=systemtap-runtime",
        ],
        [
            // Which packages were unpacked shows in the files that they were unpacked from.
            "--skip=cleanup/apt",
        ],
        folder,
        mirrors);

    private IReadOnlyList<string> Arguments(IEnumerable<string> content, IEnumerable<string> manner, string folder, IEnumerable<string> mirrors)
    {
        List<string> arguments =
        [
            "--mode=root",
            "--format=directory",
            .. content,
            "--aptopt=Acquire::Languages \"none\"",
            "--aptopt=Acquire::Retries \"3\"",
            // The lists are read as text afterwards, whatever the host's apt prefers.
            "--aptopt=Acquire::GzipIndexes \"false\"",
            .. manner,
        ];
        if (Expires)
        {
            arguments.Add("--aptopt=Acquire::Check-Valid-Until \"false\"");
        }

        return [.. arguments, Suite, folder, .. mirrors];
    }
}
