using Google.Protobuf;
using StapFarm.Model.Builds;
using StapFarm.Protocol.Mapping;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Watching;

/// <summary>A translation's manifest as its user sees it.</summary>
internal static class ResultMapping
{
    public static V1.BuildResult ToProto(this ModuleManifest manifest, UserNames names, bool fromCache) => new()
    {
        ModuleKey = manifest.Key.ToString(),
        Kind = (V1.TranslationKind)manifest.Kind,
        Content = manifest.Content.ToProto(),
        ModuleName = manifest.ModuleName ?? "",
        Warnings = ByteString.CopyFrom(names.Fill(manifest.Messages.Warnings)),
        Passes = ByteString.CopyFrom(names.Fill(manifest.Messages.Passes)),
        Kernel = manifest.Kernel.ToProto(),
        Tree = manifest.Pair.Tree.ToString(),
        Toolchain = manifest.Pair.Toolchain.ToString(),
        StapVersion = manifest.StapVersion,
        BuiltAtUnixMs = manifest.BuiltAt.ToUnixTimeMilliseconds(),
        DurationMs = (long)manifest.Duration.TotalMilliseconds,
        AskedBy = manifest.AskedBy,
        FromCache = fromCache,
    };
}
