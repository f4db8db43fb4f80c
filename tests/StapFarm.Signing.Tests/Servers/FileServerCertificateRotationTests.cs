using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;
using StapFarm.Signing.Servers;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Signing.Tests.Servers;

/// <summary>Each step is looked at through objects of its own, as a process that was started again would.</summary>
public sealed class FileServerCertificateRotationTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Two that are made once for all tests; both have the subject and shape of a server's.
    private static readonly string First = MadeKeys.ServerCertificate;
    private static readonly string Second = MadeKeys.StaprunSigner;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Until_it_is_rotated_there_is_one()
    {
        Put("stap-server.pem", First);

        Assert.Empty(Rotation().Others());
    }

    [Fact]
    public void The_next_one_is_made_beside_the_one_in_use()
    {
        Put("stap-server.pem", First);
        Rotation(create: true).MakeNext();

        Assert.Equal([ServerCertificateState.Next], Rotation().Others().Select(one => one.State));
        Assert.Equal(First, File.ReadAllText(Home("stap-server.pem")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Home("stap-server.next.pem")));
        Assert.NotEqual(InUse(), Convert.ToHexString(Rotation().Others()[0].Der.Span));
        Assert.Contains("already", Refused(Rotation(create: true).MakeNext), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_makes_no_certificates_says_where_to_put_the_next_one()
    {
        Put("stap-server.pem", First);

        var failure = Assert.Throws<FarmException>(() => Rotation().MakeNext()).Failure;
        Assert.Equal(FailureCode.NotAllowed, failure.Code);
        Assert.Contains("stap-server.next.pem", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_one_comes_into_use_and_the_other_stays_known_until_it_is_retired()
    {
        Put("stap-server.pem", First);
        var before = InUse();
        Put("stap-server.next.pem", Second);
        var next = Convert.ToHexString(Rotation().Others()[0].Der.Span);
        Rotation().Activate();

        Assert.Equal(next, InUse());
        Assert.Equal([(ServerCertificateState.Previous, before)], Known());
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Home("stap-server.previous.pem")));

        Rotation().Retire();

        Assert.Equal(next, InUse());
        Assert.Equal(["stap-server.pem"], Directory.GetFiles(_scratch.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_process_that_died_while_it_activated_left_what_was_before_and_the_step_can_be_done_again()
    {
        Put("stap-server.pem", First);
        Put("stap-server.next.pem", Second);
        // Its first half.
        Put("stap-server.previous.pem", First);
        var before = InUse();

        Assert.Equal([ServerCertificateState.Next], Rotation().Others().Select(one => one.State));
        Assert.Contains("no previous", Refused(Rotation().Retire), StringComparison.Ordinal);
        Rotation().Activate();
        Assert.Equal([(ServerCertificateState.Previous, before)], Known());
    }

    [Fact]
    public void Steps_out_of_their_order_are_refused_and_change_nothing()
    {
        Put("stap-server.pem", First);

        Assert.Contains("no next", Refused(Rotation().Activate), StringComparison.Ordinal);
        Assert.Contains("no previous", Refused(Rotation().Retire), StringComparison.Ordinal);

        Put("stap-server.previous.pem", Second);

        Assert.Contains("retired", Refused(Rotation(create: true).MakeNext), StringComparison.Ordinal);
        Assert.Contains("retired", Refused(Rotation().Activate), StringComparison.Ordinal);
        Assert.Equal(First, File.ReadAllText(Home("stap-server.pem")));
    }

    [Fact]
    public void Files_that_cannot_be_changed_here_are_named_with_what_to_do_where_they_come_from()
    {
        Put("stap-server.pem", First);
        Directory.CreateDirectory(Home("stap-server.next.pem"));

        var failure = Assert.Throws<FarmException>(() => Rotation().Activate()).Failure;
        Assert.Equal(FailureCode.NotAllowed, failure.Code);
        Assert.Contains(_scratch.Path, failure.Message, StringComparison.Ordinal);
        Assert.Contains("stap-server.next.pem to stap-server.pem", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_next_one_that_others_could_have_read_does_not_come_into_use()
    {
        Put("stap-server.pem", First);
        Put("stap-server.next.pem", Second);
        File.SetUnixFileMode(Home("stap-server.next.pem"), OwnerOnly | UnixFileMode.OtherRead);

        Assert.Contains("others could have read", Refused(Rotation().Activate), StringComparison.Ordinal);
        Assert.Equal(First, File.ReadAllText(Home("stap-server.pem")));
    }

    private static string Refused(Action step) => Assert.Throws<FarmException>(step).Failure.Message;

    private (ServerCertificateState, string)[] Known() => [.. Rotation().Others().Select(one => (one.State, Convert.ToHexString(one.Der.Span)))];

    private string InUse()
    {
        using var certificate = new FileServerCertificate(Settings(create: false), MadeKeys.Time, NullLogger<FileServerCertificate>.Instance).Open();
        return Convert.ToHexString(certificate.RawData);
    }

    private FileServerCertificateRotation Rotation(bool create = false) => new(Settings(create), MadeKeys.Time, NullLogger<FileServerCertificateRotation>.Instance);

    private IOptions<ServerCertificateOptions> Settings(bool create) =>
        Options.Create(new ServerCertificateOptions { Certificate = Home("stap-server.pem"), CreateMissing = create });

    private string Home(string name) => _scratch.File(name);

    private void Put(string name, string pem)
    {
        File.WriteAllText(Home(name), pem);
        File.SetUnixFileMode(Home(name), OwnerOnly);
    }
}
