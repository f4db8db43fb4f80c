using StapFarm.Kernels.Tests.Making;
using StapFarm.Kernels.Uploads;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Tests.Uploads;

public sealed class DebFilesTests : SendingFiles
{
    private const string Release = SyntheticKernel.Release;
    private readonly string[] _debs;

    public DebFilesTests() => _debs = [.. new SyntheticKernel().Make().BuildDebs(Folder.File("debs")).Select(package => package.Path)];

    [Fact]
    public async Task All_packages_of_a_kernel_in_any_order_become_its_tree_with_a_record_of_each()
    {
        var tree = await AddAsync(PackageForm.Deb, _debs.Reverse());

        Assert.Equal((Release, SyntheticKernel.BuildId, true), (tree.Identity.Release, tree.Identity.BuildId, tree.HasDebugInfo));
        Assert.True(KernelFilesName.Is(tree.Origin));
        Assert.Contains("sent as files", tree.Source, StringComparison.Ordinal);
        Assert.Equal(
            _debs.Select(file => $"{Path.GetFileNameWithoutExtension(file)} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}").Order(),
            tree.Packages.Order());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.File("depot/scratch")));
    }

    [Fact]
    public async Task The_same_files_again_are_the_same_tree_and_a_worker_that_lost_it_makes_it_from_what_was_sent()
    {
        var first = await AddAsync(PackageForm.Deb, _debs);
        Assert.Equal(first.AddedAt, (await AddAsync(PackageForm.Deb, _debs.Reverse())).AddedAt);

        Directory.Delete(Folder.File("depot"), recursive: true);
        Assert.Equal(first.Digest, (await Depot.AddAsync(first.Origin, Progress, CancellationToken.None)).Digest);
    }

    [Fact]
    public async Task Without_debug_information_the_tree_says_so()
    {
        var tree = await AddAsync(PackageForm.Deb, _debs.Where(file => !file.Contains("dbg", StringComparison.Ordinal)));

        Assert.False(tree.HasDebugInfo);
        Assert.Contains(Progress.Items, item => item.Stage == "warning");
    }

    [Fact]
    public async Task A_missing_package_is_named()
    {
        await RefusedAsync(PackageForm.Deb, Without("kbuild"), "linux-kbuild-6.1");
        await RefusedAsync(PackageForm.Deb, Without("common"), "linux-headers-6.1.0-1-common");
        await RefusedAsync(PackageForm.Deb, Without($"headers-{Release}"), $"linux-headers-{Release}");
        await RefusedAsync(PackageForm.Deb, [.. _debs.Where(file => file.Contains("kbuild", StringComparison.Ordinal))], "linux-image-RELEASE");
    }

    [Fact]
    public async Task A_truncated_or_foreign_file_is_refused_by_its_name()
    {
        var dbg = _debs.Single(file => file.Contains("dbg", StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(dbg);
        foreach (var (content, problem) in ((byte[], string)[])
            [
                ([], ""), (bytes[..8], "truncated"), (bytes[..100], "truncated"), (bytes[..^2000], "truncated: of data.tar"),
                ([.. "MZ"u8, .. bytes], "not a Debian format archive"),
            ])
        {
            File.WriteAllBytes(dbg, content);
            await RefusedAsync(PackageForm.Deb, _debs, $"{Path.GetFileName(dbg)} can't be read as a Debian package", problem);
        }
    }

    [Fact]
    public async Task Packages_of_two_kernels_and_packages_of_none_are_refused()
    {
        var builder = new PackageBuilder(DateTime.UnixEpoch);
        var other = builder.Build(Folder.File("other"), "linux-image-6.1.0-2-test-amd64", new() { ["boot/x"] = [1] }).Path;
        var tool = builder.Build(Folder.File("other"), "hello", new() { ["usr/bin/hello"] = [1] }).Path;

        await RefusedAsync(PackageForm.Deb, [.. _debs, other], "several kernels", "6.1.0-2-test-amd64");
        await RefusedAsync(PackageForm.Deb, [.. _debs, tool], "hello_1_amd64.deb", "isn't a part of kernel");
    }

    [Fact]
    public async Task A_refusal_spares_the_files_that_a_kernel_of_the_farm_is_made_of()
    {
        var tree = await AddAsync(PackageForm.Deb, _debs);
        var held = Blobs.Count;
        await RefusedWhileHeldAsync(Without("kbuild"));
        Assert.Equal(held, Blobs.Count);

        await Depot.RemoveAsync(tree.Digest, CancellationToken.None);
        Assert.Equal(0, Blobs.Count);
    }

    [Fact]
    public async Task Files_that_were_not_sent_and_sets_that_are_none_are_refused_before_any_work()
    {
        var store = new KernelFileStore(Blobs, new Depot.MemoryManifests());
        async Task<FailureCode> Put(KernelFiles files) => (await Assert.ThrowsAsync<FarmException>(() => store.PutAsync(files, CancellationToken.None))).Failure.Code;

        Assert.Equal(FailureCode.NotFound, await Put(new(PackageForm.Deb, [new("a.deb", Digest.Of("a"u8))])));
        Assert.Equal(FailureCode.InvalidRequest, await Put(new(PackageForm.Deb, [])));
        Assert.Equal(FailureCode.InvalidRequest, await Put(new((PackageForm)9, [new("a.deb", Digest.Of("a"u8))])));
        Assert.Equal(FailureCode.InvalidRequest, await Put(new(PackageForm.Deb, [new("../a.deb", Digest.Of("a"u8))])));
        Assert.Equal(
            FailureCode.NotFound,
            (await Assert.ThrowsAsync<FarmException>(() => Depot.AddAsync(KernelFilesName.Of(Digest.Of("x"u8)), Progress, CancellationToken.None))).Failure.Code);
    }

    private string[] Without(string part) => [.. _debs.Where(file => !file.Contains(part, StringComparison.Ordinal))];

    private async Task RefusedWhileHeldAsync(string[] files) =>
        Assert.Equal(FailureCode.BadKernelTree, (await Assert.ThrowsAsync<FarmException>(() => AddAsync(PackageForm.Deb, files))).Failure.Code);
}
