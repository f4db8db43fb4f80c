using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StapFarm.Kernels.Debian;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;
using StapFarm.Testing;

namespace StapFarm.Kernels.Tests.Debian;

/// <summary>Archives in a folder, asked through the real apt: what isn't signed with Debian's keys isn't there.</summary>
public sealed class UntrustedArchiveTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_archive_without_a_signature_is_refused()
    {
        MakeArchive();

        var failure = (await Assert.ThrowsAsync<FarmException>(() => FetchAsync($"file:{_folder.Path}"))).Failure;

        Assert.Equal(FailureCode.SourceFailed, failure.Code);
        Assert.Contains("not signed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_is_not_there_is_told_in_apts_own_words()
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => FetchAsync($"file:{_folder.File("nothing")}"))).Failure;

        Assert.Equal(FailureCode.SourceFailed, failure.Code);
        Assert.Contains("does not have a Release file", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Debians_keys_nothing_is_asked()
    {
        var failure = (await Assert.ThrowsAsync<FarmException>(() => FetchAsync($"file:{_folder.Path}", keyring: _folder.File("no-keys")))).Failure;

        Assert.Contains("debian-archive-keyring", failure.Advice, StringComparison.Ordinal);
    }

    private async Task<KernelPackages> FetchAsync(string mirror, string? keyring = null)
    {
        var options = new DebianArchiveOptions { CacheFolder = _folder.File("cache"), Mirror = mirror, Suites = ["bookworm"] };
        options.Keyring = keyring ?? options.Keyring;
        var source = new DebianKernelSource(Options.Create(options), TimeProvider.System, NullLogger<DebianKernelSource>.Instance);
        await using var offer = await source.FindAsync("6.1.0-56-cloud-amd64", new Recorder<WorkProgress>(), CancellationToken.None);
        return await offer.FetchAsync(new Recorder<WorkProgress>(), CancellationToken.None);
    }

    private void MakeArchive()
    {
        var lists = Directory.CreateDirectory(_folder.File("dists/bookworm/main/binary-amd64")).FullName;
        File.WriteAllText(Path.Combine(lists, "Packages"), "Package: linux-image-6.1.0-56-cloud-amd64\nVersion: 1\nArchitecture: amd64\nSize: 1\nSHA256: 0\nFilename: x\n");
        var hash = Tool.Run("sha256sum", Path.Combine(lists, "Packages"))[..64];
        var size = new FileInfo(Path.Combine(lists, "Packages")).Length;
        File.WriteAllText(_folder.File("dists/bookworm/Release"), string.Create(CultureInfo.InvariantCulture, $"""
            Origin: Debian
            Suite: bookworm
            Codename: bookworm
            Date: Thu, 01 Jan 2026 00:00:00 UTC
            Architectures: amd64
            Components: main
            SHA256:
             {hash} {size} main/binary-amd64/Packages

            """));
    }
}
