using Grpc.Core;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Care;

public sealed class DoctorTests : IAsyncLifetime
{
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartWithWorkerAsync();

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task A_farm_that_is_as_it_should_be_has_no_findings_in_any_store()
    {
        await _farm.BuildAsync(Samples.Build("probe begin {}"));

        var (findings, report) = await ExamineAsync(new());

        Assert.Empty(findings);
        Assert.Equal((0, 0), (report.Found, report.Repaired));
        Assert.Equal(
            ["blobs", "manifests", "sessions", "kernels", "kernel scratch", "toolchains", "toolchain scratch", "prepared pairs", "build scratch", "uploads", "unfinished files", "budgets"],
            report.Stores);
    }

    [Fact]
    public async Task A_damaged_module_is_found_dropped_and_built_anew()
    {
        var built = (await _farm.BuildAsync(Samples.Build("probe begin {}"))).Done.Build;
        var path = Path.Combine(_farm.DataRoot, "blobs", built.Content.Digest[..2], built.Content.Digest);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        Assert.Empty((await ExamineAsync(new() { Quick = true })).Findings);
        var (found, first) = await ExamineAsync(new());
        Assert.Equal((1, 0), (first.Found, first.Repaired));
        Assert.Equal((true, false, "blobs"), (found[0].Repairable, found[0].Repaired, found[0].Store));
        var (repaired, report) = await ExamineAsync(new() { Repair = true });

        Assert.Equal(["blobs", "manifests"], repaired.Select(finding => finding.Store));
        Assert.All(repaired, finding => Assert.True(finding.Repaired, finding.Outcome));
        Assert.Equal((2, 2), (report.Found, report.Repaired));
        Assert.Empty((await ExamineAsync(new())).Findings);
        Assert.False((await _farm.BuildAsync(Samples.Build("probe begin {}"))).Done.Build.FromCache);
    }

    [Fact]
    public async Task A_module_of_another_release_is_refused_with_the_way_out_and_the_way_out_works()
    {
        var built = (await _farm.BuildAsync(Samples.Build("probe begin {}"))).Done.Build;
        await File.WriteAllTextAsync(
            Path.Combine(_farm.DataRoot, "manifests", "module", $"{built.ModuleKey}.json"), """{"format":"stapfarm-module","version":9,"body":{}}""");

        var failure = await FarmAssert.FailsAsync(FailureCode.UnknownVersion, async () => await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}")));
        Assert.Contains("version 9", failure.Message, StringComparison.Ordinal);
        Assert.Contains("stapfarm doctor --repair", failure.Advice, StringComparison.Ordinal);
        Assert.Empty((await _farm.Builds.ListModulesAsync(new())).Modules);

        Assert.Single((await ExamineAsync(new() { Quick = true, Repair = true })).Findings);
        Assert.NotNull((await _farm.BuildAsync(Samples.Build("probe begin {}"))).Done);
    }

    [Fact]
    public async Task What_can_not_be_repaired_is_left_with_its_reason()
    {
        Directory.CreateDirectory(Path.Combine(_farm.DataRoot, "manifests", "toolchain"));
        await File.WriteAllTextAsync(Path.Combine(_farm.DataRoot, "manifests", "toolchain", "newer.json"), """{"format":"toolchain","version":9,"body":{}}""");

        var (findings, report) = await ExamineAsync(new() { Repair = true });

        var finding = Assert.Single(findings);
        Assert.Equal((false, false), (finding.Repairable, finding.Repaired));
        Assert.Contains("version 9", finding.What, StringComparison.Ordinal);
        Assert.Contains("release of StapFarm that wrote it", finding.Advice, StringComparison.Ordinal);
        Assert.Equal((1, 0), (report.Found, report.Repaired));
    }

    private async Task<(List<V1.Finding> Findings, V1.ExamineReport Report)> ExamineAsync(V1.ExamineRequest request)
    {
        using var call = _farm.Care.Examine(request, deadline: DateTime.UtcNow.AddSeconds(60));
        var findings = new List<V1.Finding>();
        V1.ExamineReport? report = null;
        await foreach (var happened in call.ResponseStream.ReadAllAsync())
        {
            if (happened.Finding is { } finding)
            {
                findings.Add(finding);
            }

            report ??= happened.Report;
        }

        return (findings, report!);
    }
}
