using System.Text;
using StapFarm.Model.Failures;
using StapFarm.StapProtocol.Archives;
using StapFarm.Testing.StapRequests;
using Xunit;

namespace StapFarm.StapProtocol.Tests.Archives;

public sealed class RequestArchiveTests
{
    private const int Link = 0xA1FF;
    private const int Fifo = 0x11A4;
    private static readonly RequestLimits Limits = new();

    [Fact]
    public void Files_and_folders_are_found_by_their_paths()
    {
        var files = Unpack(new ArchiveBuilder().Add("tapset/", "").Add("tapset/home/", "").Add("tapset/home/b.stp", "b").Add("tapset/home/ä/a.stp", "a").Add("tapset/empty/", ""));

        Assert.Equal("b", Encoding.UTF8.GetString(files.Find("tapset/home/b.stp")!));
        Assert.Equal(["b.stp", "ä/a.stp"], files.Below("tapset/home").Select(file => file.Key));
        Assert.True(files.HasFolder("tapset/empty"));
        Assert.True(files.HasFolder("tapset/home/ä"));
        Assert.False(files.HasFolder("tapset/home/b.stp"));
        Assert.Null(files.Find("tapset"));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/../b")]
    [InlineData("a/..")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a\0b")]
    public void A_name_that_leads_elsewhere_is_refused(string name) => Refused(new ArchiveBuilder().Add(name, "x"), FailureCode.InvalidRequest, "an entry with the name");

    [Fact]
    public void A_path_that_is_deeper_than_any_is_refused() =>
        Refused(new ArchiveBuilder().Add(string.Join('/', Enumerable.Repeat("a", 200)), "x"), FailureCode.InvalidRequest, "an entry with the name");

    [Theory]
    [InlineData("link", Link)]
    [InlineData("fifo", Fifo)]
    [InlineData("folder/", Link)]
    [InlineData("file", 0x41ED)]
    public void What_is_neither_a_file_nor_a_folder_is_refused(string name, int mode) =>
        Refused(new ArchiveBuilder().Add(name, name.EndsWith('/') ? [] : "/etc/shadow"u8.ToArray(), mode), FailureCode.InvalidRequest, "neither a file nor a folder");

    [Fact]
    public void Two_entries_of_one_name_are_refused()
    {
        Refused(new ArchiveBuilder().Add("argv1", "-g").Add("argv1", "-p4"), FailureCode.InvalidRequest, "one name");
        Refused(new ArchiveBuilder().Add("a/", "").Add("a/", ""), FailureCode.InvalidRequest, "one name");
        Refused(new ArchiveBuilder().Add("a", "file").Add("a/b", "in it"), FailureCode.InvalidRequest, "one name");
        Refused(new ArchiveBuilder().Add("a", "file").Add("a/", ""), FailureCode.InvalidRequest, "one name");
    }

    [Fact]
    public void An_archive_that_unpacks_to_more_than_is_taken_is_refused()
    {
        var limits = new RequestLimits { UnpackedBytes = 1_000_000 };

        Refused(new ArchiveBuilder().Add("bomb", new byte[1_000_001]), FailureCode.LimitExceeded, "1000000 bytes", limits);
        Refused(new ArchiveBuilder().Add("half", new byte[600_000]).Add("other", new byte[600_000]), FailureCode.LimitExceeded, "1000000 bytes", limits);
        Assert.NotNull(RequestArchive.Unpack(new ArchiveBuilder().Add("all", new byte[1_000_000]).Pack(), limits).Find("all"));
    }

    [Fact]
    public void An_entry_that_holds_more_than_it_says_is_refused()
    {
        var archive = new ArchiveBuilder().Add("bomb", new byte[100_000]).Pack();
        foreach (var at in Enumerable.Range(0, archive.Length - 4).Where(at => BitConverter.ToInt32(archive, at) == 100_000))
        {
            BitConverter.TryWriteBytes(archive.AsSpan(at), 10);
        }

        var failure = Assert.Throws<FarmException>(() => RequestArchive.Unpack(archive, new RequestLimits { UnpackedBytes = 1024 })).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
    }

    [Fact]
    public void More_entries_than_are_taken_are_refused()
    {
        var many = new ArchiveBuilder();
        for (var i = 0; i < 20; i++)
        {
            many.Add($"f{i}", "");
        }

        Refused(many, FailureCode.LimitExceeded, "20 files and folders", new RequestLimits { Entries = 16 });
    }

    [Fact]
    public void What_is_no_archive_is_refused()
    {
        byte[][] junk = [[], [0], "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [.. new ArchiveBuilder().Add("a", "a").Pack().Take(40)]];

        Assert.All(junk, bytes => Assert.Contains("isn't a zip archive", Assert.Throws<FarmException>(() => RequestArchive.Unpack(bytes, Limits)).Message, StringComparison.Ordinal));
    }

    private static RequestFiles Unpack(ArchiveBuilder archive) => RequestArchive.Unpack(archive.Pack(), Limits);

    private static void Refused(ArchiveBuilder archive, FailureCode code, string words, RequestLimits? limits = null)
    {
        var failure = Assert.Throws<FarmException>(() => RequestArchive.Unpack(archive.Pack(), limits ?? Limits)).Failure;
        Assert.Equal(code, failure.Code);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }
}
