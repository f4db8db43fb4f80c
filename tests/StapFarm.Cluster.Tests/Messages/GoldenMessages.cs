using StapFarm.Cluster.Runners;
using StapFarm.Cluster.Runs;
using StapFarm.Cluster.Scheduling;
using StapFarm.Cluster.Work;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Runs;
using StapFarm.Model.Tickets;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;
using static StapFarm.Cluster.Tests.Farm.Samples;

namespace StapFarm.Cluster.Tests.Messages;

/// <summary>
/// One of each message, each field set to something of its own. Never change one: add another under a new name, because the
/// recorded payloads are compared with these.
/// </summary>
public static class GoldenMessages
{
    private static readonly PairName Pair = new(Digest("toolchain"), Digest("tree"));
    private static readonly WorkItem.Translate Item = new(new ModuleKey(Digest("key")), Blob("request"), Pair, "local");
    private static readonly WorkProgress Progress = new("pass 2", "elaborate", 0.5);

    private static readonly FarmFailure Failure = new(FailureCode.ScriptError, "It failed.", "Mend it.")
    {
        Pass = 2,
        ExitCode = 1,
        Kernel = "6.1",
        Toolchain = "debian:trixie",
        ToolMessages = new byte[] { 0, 1, 0xff, 0x80 },
    };

    private static readonly SessionOptions Options = new(
        new byte[] { 0xfe, 1 },
        42,
        [new byte[] { (byte)'a' }, new byte[] { 0xff }],
        TimeSpan.FromSeconds(90),
        1L << 40);

    private static readonly SessionPlan Plan = new("run", "session", "runner", Kernel, new ModuleKey(Digest("key")), Item, Options);
    private static readonly SessionEnd End = new(SessionEndReason.LoadFailed, 3, Failure);
    private static readonly SignedTicket Ticket = new(new byte[] { 1, 2 }, new byte[] { 3, 4 });
    private static readonly RunnerCommand.Start Start = new("session", Ticket, Blob("module"), Blob("bundle"), TimeSpan.FromMinutes(1), 1000);

    private static readonly RunnerHello Hello = new(
        "id",
        "incarnation",
        "name",
        "0.1.0",
        Kernel,
        new Dictionary<string, string> { ["rack"] = "7", ["zone"] = "b" },
        "integrity",
        ["aa:bb"],
        ["x", "y"]);

    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>
    {
        ["Digest"] = Digest("digest"),
        ["BlobRef"] = Blob("blob"),
        ["ManifestName"] = new ManifestName(ManifestKind.Attempts, "id"),
        ["ModuleKey"] = new ModuleKey(Digest("key")),
        ["PairName"] = Pair,
        ["Architecture"] = Architecture.Arm64,
        ["KernelIdentity"] = Kernel,
        ["WorkItem.Translate"] = Item,
        ["WorkItem.Prepare"] = new WorkItem.Prepare(Pair),
        ["WorkItem.AddKernel"] = new WorkItem.AddKernel("6.1.0-56-cloud-amd64"),
        ["WorkItem.AddToolchain"] = new WorkItem.AddToolchain("debian:sid"),
        ["WorkProgress"] = Progress,
        ["WorkResult"] = new WorkResult(new ManifestName(ManifestKind.Module, "m"), Failure),
        ["FarmFailure"] = Failure,
        ["FarmException"] = new FarmException(Failure),
        ["SignedTicket"] = Ticket,
        ["SessionOptions"] = Options,
        ["SessionEnd"] = End,
        ["RunnerHello"] = Hello,
        ["Lease"] = new Lease("lease", Item, 2, TimeSpan.FromSeconds(15)),
        ["WorkerOffer"] = new WorkerOffer("worker", "incarnation", 4, "x86_64", [Digest("a"), Digest("b")]),
        ["SchedulerStatus"] = new SchedulerStatus(1, 2, 3, 4),
        ["WorkEvent.Queued"] = new WorkEvent.Queued(1, Now, 7),
        ["WorkEvent.Started"] = new WorkEvent.Started(2, Now, "worker", 1),
        ["WorkEvent.Progressed"] = new WorkEvent.Progressed(3, Now, Progress),
        ["WorkEvent.Ended"] = new WorkEvent.Ended(4, Now, WorkResult.Failed(Failure)),
        ["SessionPlan"] = Plan,
        ["SessionState"] = new SessionState(9, Plan, SessionPhase.Running, Progress, 12, End),
        ["RunnerDescription"] = new RunnerDescription(Hello, true, Now, 2),
        ["RunnerCommand.Start"] = Start,
        ["RunnerCommand.Stop"] = new RunnerCommand.Stop("session"),
        ["NumberedCommand"] = new NumberedCommand(5, Start),
    };
}
