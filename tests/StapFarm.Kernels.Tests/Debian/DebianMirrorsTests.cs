using StapFarm.Kernels.Debian;
using StapFarm.Model.Failures;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Debian;

/// <summary>The archive is the one that the machine's apt is configured for, in whichever format.</summary>
public sealed class DebianMirrorsTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public DebianMirrorsTests() => Directory.CreateDirectory(_folder.File("sources.list.d"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_line_sources_are_read_with_options_and_comments()
    {
        Write("sources.list", """
            # deb http://commented.example/debian bookworm main
            deb-src http://source.example/debian bookworm main
            deb [ arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg ] http://mirror.example/pub/linux bookworm main contrib # ours
            deb http://sec.example/debian-security bookworm-security main
            """);

        Assert.Equal(new DebianMirrors("http://mirror.example/pub/linux", "http://sec.example/debian-security"), Find());
    }

    [Fact]
    public void Deb822_sources_are_read_and_those_that_are_off_are_not()
    {
        Write("sources.list.d/debian.sources", """
            Types: deb
            URIs: http://off.example/debian
            Suites: trixie
            Components: main
            Enabled: no

            # the one that counts
            Types: deb deb-src
            # http://commented.example/debian
            URIs: http://mirror.example/debian
             http://second.example/debian
            Suites: trixie
            # a comment inside a field
             trixie-updates
            Components: main non-free-firmware
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             -----END PGP PUBLIC KEY BLOCK-----

            Types: deb
            URIs: http://sec.example/debian-security/
            Suites: trixie-security
            Components: main
            """);

        Assert.Equal(new DebianMirrors("http://mirror.example/debian", "http://sec.example/debian-security/"), Find());
    }

    [Fact]
    public void Other_vendors_sources_are_not_taken_for_Debians()
    {
        Write("sources.list.d/a.list", """
            deb [signed-by=/etc/apt/keyrings/docker.gpg] https://download.docker.com/linux/debian bookworm stable
            deb https://packages.microsoft.com/debian/12/prod bookworm main
            deb https://packages.example/node_20.x nodistro main
            deb https://packages.example/node_16.x bookworm main
            deb cdrom:[Debian]/ bookworm main
            """);

        var failure = Assert.Throws<FarmException>(Find).Failure;

        Assert.Equal(FailureCode.SourceFailed, failure.Code);
        Assert.Contains("Farm:Kernels:Mirror", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_apt_ignores_are_ignored()
    {
        Write("sources.list.d/debian.list.save", "deb http://old.example/debian bookworm main\n");
        Write("sources.list.d/debian.list", "deb http://mirror.example/debian bookworm main\n");

        Assert.Equal("http://mirror.example/debian", Find().Main);
    }

    [Fact]
    public void The_farms_configuration_comes_before_the_machines()
    {
        Write("sources.list", "deb http://mirror.example/debian bookworm main\n");

        var mirrors = DebianMirrors.Find(new DebianArchiveOptions { AptFolder = _folder.Path, Mirror = "http://other.example/d" });

        Assert.Equal(new DebianMirrors("http://other.example/d", null), mirrors);
    }

    [Fact]
    public void Suites_come_from_the_archive_that_has_them_and_must_be_signed()
    {
        var list = new DebianMirrors("http://m/debian", "http://s/debian-security").SourcesList(["bookworm", "trixie-security", "trixie-updates"], "/k.gpg");

        Assert.Equal(
            "deb [signed-by=/k.gpg] http://m/debian bookworm main\n"
            + "deb [signed-by=/k.gpg] http://s/debian-security trixie-security main\n"
            + "deb [signed-by=/k.gpg] http://m/debian trixie-updates main\n",
            list);
        Assert.Empty(new DebianMirrors("http://m/debian", null).SourcesList(["trixie-security"], "/k.gpg"));
    }

    private DebianMirrors Find() => DebianMirrors.Find(new DebianArchiveOptions { AptFolder = _folder.Path });

    private void Write(string file, string text) => File.WriteAllText(_folder.File(file), text);
}
