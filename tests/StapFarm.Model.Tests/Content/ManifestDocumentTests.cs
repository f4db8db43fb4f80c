using System.Text;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using Xunit;

namespace StapFarm.Model.Tests.Content;

public sealed class ManifestDocumentTests
{
    private sealed record Body(string Name, Digest Digest, ReadOnlyMemory<byte> Bytes);

    [Fact]
    public void What_was_written_is_read_bytes_included()
    {
        var body = new Body("x", Digest.Of("x"u8), new byte[] { 0, 0xFF, 0x80 });

        var read = ManifestDocument.Read<Body>("thing", 1, ManifestDocument.Write("thing", 1, body));

        Assert.Equal((body.Name, body.Digest), (read.Name, read.Digest));
        Assert.Equal(body.Bytes.ToArray(), read.Bytes.ToArray());
    }

    [Fact]
    public void Another_version_is_refused_by_its_number()
    {
        var document = ManifestDocument.Write("thing", 7, new Body("x", Digest.Of("x"u8), default));

        var failure = Assert.Throws<FarmException>(() => ManifestDocument.Read<Body>("thing", 1, document)).Failure;

        Assert.Equal(FailureCode.UnknownVersion, failure.Code);
        Assert.Contains("version 7", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"format":"other","version":1,"body":{}}""")]
    [InlineData("""{"format":"thing","version":1,"body":{}}""")]
    [InlineData("""{"format":"thing","version":1,"body":{"name":"x","digest":"no","bytes":""}}""")]
    public void Anything_else_is_corrupt(string document)
    {
        var failure = Assert.Throws<FarmException>(() => ManifestDocument.Read<Body>("thing", 1, Encoding.UTF8.GetBytes(document))).Failure;

        Assert.Equal(FailureCode.Corrupt, failure.Code);
    }
}
