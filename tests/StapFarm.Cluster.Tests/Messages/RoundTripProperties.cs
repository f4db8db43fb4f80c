using CsCheck;
using StapFarm.Cluster.Scheduling;
using StapFarm.Cluster.Work;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Runs;
using StapFarm.Model.Toolchains;
using StapFarm.Model.Work;

namespace StapFarm.Cluster.Tests.Messages;

/// <summary>Any message comes back as it was, whatever its texts, bytes, lists and absent parts.</summary>
public sealed class RoundTripProperties : IDisposable
{
    private static readonly Gen<ReadOnlyMemory<byte>> Bytes = Gen.Byte.Array[0, 40].Select(bytes => new ReadOnlyMemory<byte>(bytes));
    private static readonly Gen<Digest> Digests = Gen.Byte.Array[Digest.Length].Select(hash => Digest.FromHash(hash));
    private static readonly Gen<BlobRef> Blobs = Gen.Select(Digests, Gen.Long, Gen.String, (digest, size, type) => new BlobRef(digest, size, type));
    private static readonly Gen<PairName> Pairs = Gen.Select(Digests, Digests, (toolchain, tree) => new PairName(toolchain, tree));

    private static readonly Gen<WorkItem> Items = Gen.OneOf(
        Gen.Select(Digests, Blobs, Pairs, Gen.String, (key, request, pair, by) => (WorkItem)new WorkItem.Translate(new ModuleKey(key), request, pair, by)),
        Pairs.Select(pair => (WorkItem)new WorkItem.Prepare(pair)),
        Gen.String.Select(text => (WorkItem)new WorkItem.AddKernel(text)),
        Gen.String.Select(text => (WorkItem)new WorkItem.AddToolchain(text)));

    private static readonly Gen<FarmFailure> Failures = Gen.Select(
        Gen.Enum<FailureCode>(),
        Gen.String,
        Gen.String,
        Gen.Int.Nullable(),
        Gen.String.Null(),
        Bytes,
        (code, message, advice, number, text, bytes) =>
            new FarmFailure(code, message, advice) { Pass = number, ExitCode = number, Kernel = text, Toolchain = text, ToolMessages = bytes });

    private static readonly Gen<SessionOptions> Options = Gen.Select(
        Bytes.Nullable(),
        Gen.Int.Nullable(),
        Bytes.Array[0, 3],
        Gen.TimeSpan.Nullable(),
        Gen.Long.Nullable(),
        (command, pid, globals, time, output) => new SessionOptions(command, pid, globals, time, output));

    private static readonly Gen<RunnerHello> Hellos = Gen.Select(
        Gen.String.Array[5],
        Gen.Dictionary(Gen.String, Gen.String)[0, 4],
        Gen.String.Array[0, 3],
        (text, labels, list) => new RunnerHello(
            text[0],
            text[1],
            text[2],
            text[3],
            new KernelIdentity(new Architecture(text[4]), text[0], text[1], text[2]),
            labels,
            text[4],
            list,
            list));

    private readonly Payloads _payloads = new();

    public void Dispose() => _payloads.Dispose();

    [Fact]
    public void Leases_and_offers() => Gen.Select(Items, Gen.String, Digests.Array[0, 5], Gen.Int).Sample((item, text, trees, number) =>
    {
        Check(new Lease(text, item, number, TimeSpan.FromTicks(number)));
        Check(new WorkerOffer(text, text, number, text, trees));
    });

    [Fact]
    public void Failures_of_work() => Gen.Select(Failures, Gen.String, Gen.Double[0, 1].Nullable()).Sample((failure, text, fraction) =>
    {
        Check(new WorkEvent.Ended(1, DateTimeOffset.UnixEpoch, WorkResult.Failed(failure)));
        Check(new WorkEvent.Progressed(1, DateTimeOffset.UnixEpoch, new WorkProgress(text, text, fraction)));
        Check(new FarmException(failure));
    });

    [Fact]
    public void Options_and_runners() => Gen.Select(Options, Hellos).Sample((options, hello) =>
    {
        Check(options);
        Check(hello);
    });

    private void Check(object message)
    {
        DeepEquality.AssertSame(message, _payloads.Read(_payloads.Write(message)));
        DeepEquality.AssertSame(message, _payloads.Copy(message));
    }
}
