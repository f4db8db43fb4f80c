using System.Text;
using StapFarm.Cluster.Runs;
using StapFarm.Cluster.Scheduling;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Runs;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Tests.Farm;

/// <summary>The things that tests of grains are about.</summary>
public static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static readonly KernelIdentity Kernel = new(Architecture.X86_64, "6.1.0-56-cloud-amd64", "#1 SMP Debian 6.1.192-2", "00ff");

    public static readonly FarmFailure ScriptError = new(FailureCode.ScriptError, "stap refused the script.") { Pass = 2, ExitCode = 1 };

    public static readonly FarmFailure LimitExceeded = new(FailureCode.LimitExceeded, "The build took longer than 60 s.");

    public static readonly WorkResult Done = WorkResult.Done(new ManifestName(ManifestKind.Module, "m"));

    public static Digest Digest(string text) => Model.Content.Digest.Of(Encoding.UTF8.GetBytes(text));

    public static BlobRef Blob(string text) => new(Digest(text), text.Length, "application/octet-stream");

    public static WorkItem Translation(string name, string tree = "tree") =>
        new WorkItem.Translate(new ModuleKey(Digest(name)), Blob(name), new PairName(Digest("toolchain"), Digest(tree)), "local");

    public static WorkerOffer Worker(string name, params string[] trees) =>
        new(name, $"{name}-1", 1, "x86_64", [.. trees.Select(Digest)]);

    public static RunnerHello Hello(string id, string incarnation = "i1") =>
        new(id, incarnation, $"name-{id}", "0.1.0", Kernel, new Dictionary<string, string> { ["rack"] = "7" }, "none", [], []);

    public static SessionPlan Plan(string session, string runner, WorkItem? build = null) =>
        new("run", session, runner, Kernel, new ModuleKey(Digest(session)), build, SessionOptions.None);
}
