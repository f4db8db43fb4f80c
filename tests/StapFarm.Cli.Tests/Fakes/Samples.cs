using Google.Protobuf;
using Grpc.Core;

namespace StapFarm.Cli.Tests.Fakes;

internal static class Samples
{
    public static V1.KernelIdentity Kernel { get; } = new()
    {
        Architecture = "x86_64",
        Release = "6.1.0-56-cloud-amd64",
        Version = "#1 SMP",
        BuildId = "0123456789abcdef0123456789abcdef01234567",
    };

    public static string Key { get; } = string.Concat(Enumerable.Repeat("ab", 32));

    public static RpcException Lost { get; } = new(new Status(StatusCode.Unavailable, "going away"));

    public static V1.BuildResult Module(V1.BlobRef content, string name = "stap_x") => new()
    {
        ModuleKey = Key,
        Kind = V1.TranslationKind.Module,
        Content = content,
        ModuleName = name,
        Kernel = Kernel,
        Tree = string.Concat(Enumerable.Repeat("cd", 32)),
        Toolchain = "debian:trixie",
        StapVersion = "5.1",
        BuiltAtUnixMs = 1_700_000_000_000,
        DurationMs = 3210,
        AskedBy = "local",
        Warnings = ByteString.CopyFrom([.. "WARNING: w\xFF"u8, 0xFF, (byte)'\n']),
        Passes = ByteString.CopyFromUtf8("Pass 1: parsed\n"),
    };

    public static V1.BuildResult Listing(V1.BlobRef content) => new()
    {
        ModuleKey = Key,
        Kind = V1.TranslationKind.Listing,
        Content = content,
        Kernel = Kernel,
        Warnings = ByteString.Empty,
        Passes = ByteString.Empty,
    };

    public static V1.WorkEvent Progress(long sequence, string stage) =>
        new() { Sequence = sequence, Progressed = new() { Stage = stage, Text = $"text of {stage}" } };

    public static V1.WorkEvent Done(long sequence, V1.BuildResult build) => new() { Sequence = sequence, Done = new() { Build = build } };

    public static V1.SessionInfo Session(string id, string runner) =>
        new() { SessionId = id, RunnerId = $"id-{runner}", RunnerName = runner, Kernel = Kernel, ModuleKey = Key, FromCache = true, Toolchain = "debian:trixie" };

    public static V1.RunEvent Output(string session, long number, string text, V1.OutputChannel channel = V1.OutputChannel.Stdout) =>
        new() { SessionId = session, Output = new() { Number = number, Channel = channel, Bytes = ByteString.CopyFrom(System.Text.Encoding.Latin1.GetBytes(text)) } };

    public static V1.RunEvent Ended(string session, int? exitCode, long lastChunk, V1.SessionEndReason reason = V1.SessionEndReason.Exited, V1.Failure? failure = null)
    {
        var ended = new V1.SessionEnded { SessionId = session, Reason = reason, LastChunk = lastChunk, Failure = failure };
        if (exitCode is { } code)
        {
            ended.ExitCode = code;
        }

        return new V1.RunEvent { SessionId = session, Ended = ended };
    }
}
