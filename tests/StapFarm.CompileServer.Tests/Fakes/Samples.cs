using System.Text;
using Google.Protobuf;
using StapFarm.Model.Content;
using StapFarm.Model.Kernels;
using StapFarm.Model.Toolchains;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Fakes;

/// <summary>Kernels, toolchains and requests to test with.</summary>
internal static class Samples
{
    public const string Release = "6.1.0-56-cloud-amd64";

    public static KernelTree Kernel { get; } = Tree(Release, "first build");

    public static BlobRef Bundle { get; } = new(Digest.Of("bundle"u8), 6, MediaTypes.RuntimeBundle);

    public static KernelTree Tree(string release, string build) => new(
        Digest.Of(Encoding.UTF8.GetBytes(release + build)),
        new(Architecture.X86_64, release, $"#1 {build}", Digest.Of(Encoding.UTF8.GetBytes(build)).ToString()[..40]),
        "gcc-12",
        HasDebugInfo: true,
        "Debian",
        ["linux-image_1_amd64 abc"],
        Bytes: 1000,
        DateTimeOffset.UnixEpoch);

    public static Toolchain Toolchain(string name, string release) => new(
        Digest.Of(Encoding.UTF8.GetBytes(name)),
        name,
        release,
        Architecture.X86_64,
        [Architecture.X86_64],
        ["gcc-12"],
        [new("systemtap", release, "amd64", new string('0', 64))],
        new(Digest.Of("root"u8), 4, MediaTypes.ToolchainRoot),
        DateTimeOffset.UnixEpoch);

    public static V1.ScriptSource Source(string script, string name = "hello.stp") =>
        new() { Script = ByteString.CopyFromUtf8(script), DisplayName = name };

    public static V1.SubmitBuildRequest Build(string script, string name = "hello.stp") =>
        new() { Source = Source(script, name), Kernel = Release };

    public static V1.RunnerHello Hello(string id, KernelTree? kernel = null) => new()
    {
        ProtocolVersion = RunMapping.RunnerProtocolVersion,
        RunnerId = id,
        Incarnation = $"{id}-first",
        Name = $"name-of-{id}",
        Version = "1",
        Kernel = (kernel ?? Kernel).Identity.ToProto(),
        Labels = { { "rack", "7" } },
    };
}
