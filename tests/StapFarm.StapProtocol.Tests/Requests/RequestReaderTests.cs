using System.Text;
using StapFarm.Model.Failures;
using StapFarm.StapProtocol.Requests;
using StapFarm.Testing.StapRequests;
using Xunit;

namespace StapFarm.StapProtocol.Tests.Requests;

public sealed class RequestReaderTests
{
    private static readonly RequestLimits Limits = new();

    [Fact]
    public void A_request_says_who_asks_what_for_which_kernel()
    {
        var request = Read(ArchiveBuilder.Request("-v", "-p4", "-eprobe begin { println(\"ä\") }", "--", "", "a\nb"));

        Assert.Equal(new ClientVersion(5, 1), request.Client);
        Assert.Equal(("6.1.0-56-cloud-amd64", "x86_64"), (request.Release, request.Architecture));
        Assert.Equal(["-v", "-p4", "-eprobe begin { println(\"ä\") }", "--", "", "a\nb"], request.Arguments.Select(argument => Encoding.UTF8.GetString(argument.Span)));
        Assert.Equal(["LANG=C.UTF-8"], request.Locale);
        Assert.Null(request.OwnerKeys);
    }

    [Fact]
    public void Arguments_stay_bytes()
    {
        byte[] argument = [(byte)'-', (byte)'e', 0xff, 0xfe, 0x80];

        Assert.Equal(argument, Read(ArchiveBuilder.Request().Add("argv1", argument)).Arguments.Single().ToArray());
    }

    [Fact]
    public void Arguments_end_where_a_number_is_missing() =>
        Assert.Single(Read(ArchiveBuilder.Request("-p4").Add("argv3", "-g")).Arguments);

    [Fact]
    public void More_than_ten_arguments_keep_their_order()
    {
        string[] many = [.. Enumerable.Range(0, 25).Select(number => $"-D{number}")];

        Assert.Equal(many, Read(ArchiveBuilder.Request(many)).Arguments.Select(argument => Encoding.UTF8.GetString(argument.Span)));
    }

    [Theory]
    [InlineData("argv1", "", "no arguments")]
    [InlineData("sysinfo", "", "which kernel")]
    [InlineData("sysinfo", "sysinfo: 6.1.0", "which kernel")]
    [InlineData("sysinfo", "sysinfo: ../../etc x86_64", "which kernel")]
    [InlineData("sysinfo", "sysinfo: 6.1 x86_64 more", "which kernel")]
    [InlineData("version", "five", "version")]
    [InlineData("mok_fingerprints", "no fingerprint", "owner keys")]
    [InlineData("argv1", "zero\0byte", "zero byte")]
    public void A_request_that_lacks_something_or_is_malformed_is_refused_by_its_name(string entry, string content, string words)
    {
        var archive = ArchiveBuilder.Request("-p4").Without(entry);
        var failure = Assert.Throws<FarmException>(() => Read(content.Length == 0 ? archive : archive.Add(entry, content))).Failure;

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_arguments_are_refused()
    {
        Assert.Equal(FailureCode.LimitExceeded, Assert.Throws<FarmException>(() => RequestReader.Read(ArchiveBuilder.Request([.. Enumerable.Repeat("-v", 20)]).Pack(), new() { Arguments = 19 })).Failure.Code);
        Assert.Equal(FailureCode.LimitExceeded, Assert.Throws<FarmException>(() => RequestReader.Read(ArchiveBuilder.Request(new string('x', 2000)).Pack(), new() { ArgumentBytes = 1999 })).Failure.Code);
    }

    [Fact]
    public void Entries_that_are_not_known_are_left_alone() =>
        Assert.Single(Read(ArchiveBuilder.Request("-p4").Add("from-a-later-client", "x")).Arguments);

    [Fact]
    public void A_client_that_says_no_release_is_an_old_one_without_locale_and_keys()
    {
        var request = Read(ArchiveBuilder.Request("-p4").Without("version").Add("mok_fingerprints", "missing"));

        Assert.Equal(ClientVersion.Unsaid, request.Client);
        Assert.Empty(request.Locale);
        Assert.Null(request.OwnerKeys);
    }

    [Fact]
    public void Locale_settings_that_are_not_plain_are_told()
    {
        var request = Read(ArchiveBuilder.Request("-p4").Without("locale").Add("locale", "LANG=de_DE.UTF-8@euro\nPATH=/tmp\nLC_ALL=$(id)\nLC_TIME=\nnonsense\n"));

        Assert.Equal(["LANG=de_DE.UTF-8@euro", "LC_TIME="], request.Locale);
        Assert.Equal(["PATH=/tmp", "LC_ALL=$(id)", "nonsense"], request.RefusedLocale);
    }

    [Fact]
    public void Machine_owner_keys_are_fingerprints_of_either_kind_or_none()
    {
        var sha1 = string.Join(':', Enumerable.Repeat("0a", 20));
        var sha256 = string.Join(':', Enumerable.Repeat("f1", 32));

        Assert.Equal([sha1, sha256], Read(ArchiveBuilder.Request("-p4").Add("mok_fingerprints", $"{sha1}\n{sha256}\n")).OwnerKeys!.Fingerprints);
        Assert.Empty(Read(ArchiveBuilder.Request("-p4").Add("mok_fingerprints", "missing")).OwnerKeys!.Fingerprints);
    }

    private static StapRequest Read(ArchiveBuilder archive) => RequestReader.Read(archive.Pack(), Limits);
}
