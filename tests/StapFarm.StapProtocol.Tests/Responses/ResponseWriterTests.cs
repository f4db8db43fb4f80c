using StapFarm.StapProtocol.Responses;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.StapProtocol.Tests.Responses;

/// <summary>The oracle is what clients unpack with: Info-ZIP's unzip.</summary>
public sealed class ResponseWriterTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_module_and_its_signature_lie_where_a_client_looks_for_them()
    {
        var into = Unzip(new("5.1", 0, default, "WARNING: x\n"u8.ToArray(), new ResponseModule("stap_1", "ELF"u8.ToArray(), "signature"u8.ToArray())));

        Assert.Equal(
            ["rc", "stap000000/stap_1.ko", "stap000000/stap_1.ko.sgn", "stderr", "stdout", "version"],
            Directory.GetFiles(into, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(into, file)).Order(StringComparer.Ordinal));
        Assert.Equal(("5.1", "0", "", "WARNING: x\n"), (Text(into, "version"), Text(into, "rc"), Text(into, "stdout"), Text(into, "stderr")));
        Assert.Equal(("ELF", "signature"), (Text(into, "stap000000/stap_1.ko"), Text(into, "stap000000/stap_1.ko.sgn")));
        Assert.Equal("644", Tool.Run("stat", "-c", "%a", Path.Combine(into, "stap000000/stap_1.ko")).Trim());
    }

    [Fact]
    public void A_failure_has_no_scratch_folder_and_may_bring_a_key_to_enrol()
    {
        var into = Unzip(new("5.1", 1, "out"u8.ToArray(), "Server: no\n"u8.ToArray(), OwnerKey: "DER"u8.ToArray()));

        Assert.Empty(Directory.GetDirectories(into));
        Assert.Equal(("1", "out", "DER"), (Text(into, "rc"), Text(into, "stdout"), Text(into, "signing_key.x509")));
    }

    [Fact]
    public void The_same_answer_has_the_same_bytes()
    {
        var response = new StapResponse("5.1", 0, "a"u8.ToArray(), default);

        Assert.Equal(ResponseWriter.Write(response), ResponseWriter.Write(response));
    }

    private string Unzip(StapResponse response)
    {
        File.WriteAllBytes(_folder.File("server.zip"), ResponseWriter.Write(response));
        Tool.Run("unzip", "-qd", _folder.File("into"), _folder.File("server.zip"));
        return _folder.File("into");
    }

    private static string Text(string folder, string file) => File.ReadAllText(Path.Combine(folder, file));
}
