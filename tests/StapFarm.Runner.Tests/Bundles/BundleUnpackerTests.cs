using System.Formats.Tar;
using System.Text;
using StapFarm.Model.Failures;
using StapFarm.Runner.Bundles;
using StapFarm.Runner.Tests.Fakes;
using StapFarm.Testing;

namespace StapFarm.Runner.Tests.Bundles;

public sealed class BundleUnpackerTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly (string Name, string Content)[] _good =
    [
        ("bundle.json", FakeBundle.Layout("/usr/bin/staprun", "/usr/libexec/systemtap/stapio")),
        ("lib/loader", FakeBundle.Loader),
        ("bin/staprun", ""),
        ("bin/stapio", ""),
    ];

    [Fact]
    public async Task A_bundle_is_unpacked_with_executable_programs()
    {
        await UnpackAsync(FakeBundle.Tar(_good));
        var bundle = BundleUnpacker.Open(_scratch.File("b"));

        Assert.Equal("/usr/libexec/systemtap/stapio", bundle.Layout.StapioBuiltInPath);
        Assert.True(File.GetUnixFileMode(bundle.Loader).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal(_scratch.File("b/bin/staprun"), bundle.Staprun);
    }

    [Fact]
    public async Task A_link_to_a_neighbour_is_kept()
    {
        await UnpackAsync(FakeBundle.Pack([.. Entries(), new PaxTarEntry(TarEntryType.SymbolicLink, "lib/libc.so") { LinkName = "loader" }]));

        Assert.Equal(FakeBundle.Loader, await File.ReadAllTextAsync(_scratch.File("b/lib/libc.so")));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    [InlineData("lib/../../x")]
    public async Task An_entry_that_leads_out_is_refused(string name) =>
        Assert.Equal(FailureCode.Corrupt, (await RefusalAsync(FakeBundle.Tar([.. _good, (name, "x")]))).Code);

    [Theory]
    [InlineData("../..")]
    [InlineData("/etc")]
    [InlineData("..")]
    public async Task A_link_that_leads_out_is_refused(string target) => Assert.Equal(
        FailureCode.Corrupt,
        (await RefusalAsync(FakeBundle.Pack([.. Entries(), new PaxTarEntry(TarEntryType.SymbolicLink, "lib/x") { LinkName = target }]))).Code);

    [Fact]
    public async Task A_device_is_refused() => Assert.Equal(
        FailureCode.Corrupt,
        (await RefusalAsync(FakeBundle.Pack([.. Entries(), new PaxTarEntry(TarEntryType.CharacterDevice, "null") { DeviceMajor = 1, DeviceMinor = 3 }]))).Code);

    [Fact]
    public async Task A_bundle_of_another_version_is_refused_with_its_number()
    {
        _good[0].Content = FakeBundle.Layout("/a", "/b", version: 7);
        var failure = await RefusalAsync(FakeBundle.Tar(_good));

        Assert.Equal(FailureCode.UnknownVersion, failure.Code);
        Assert.Contains("version 7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_that_lacks_a_program_is_refused_with_its_name() =>
        Assert.Contains("it lacks bin/stapio", (await RefusalAsync(FakeBundle.Tar(_good[..3]))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_bundle_must_begin_with_its_layout() =>
        Assert.Contains("bundle.json", (await RefusalAsync(FakeBundle.Tar(_good[1..]))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Bytes_that_are_no_archive_are_refused() =>
        Assert.Equal(FailureCode.Corrupt, (await RefusalAsync(Encoding.UTF8.GetBytes("hello"))).Code);

    [Fact]
    public async Task A_truncated_bundle_is_refused()
    {
        var whole = FakeBundle.Tar(_good);

        Assert.Equal(FailureCode.Corrupt, (await RefusalAsync(whole[..(whole.Length / 2)])).Code);
    }

    public void Dispose() => _scratch.Dispose();

    private IEnumerable<TarEntry> Entries() => _good.Select(file =>
        new PaxTarEntry(TarEntryType.RegularFile, file.Name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Content)) });

    private async Task<FarmFailure> RefusalAsync(byte[] bundle) =>
        (await Assert.ThrowsAsync<FarmException>(() => UnpackAsync(bundle))).Failure;

    private Task UnpackAsync(byte[] bundle) => BundleUnpacker.UnpackAsync(new MemoryStream(bundle), _scratch.File("b"), default);
}
