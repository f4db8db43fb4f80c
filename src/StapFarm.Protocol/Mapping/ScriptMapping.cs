using Google.Protobuf;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;

namespace StapFarm.Protocol.Mapping;

/// <summary>Scripts over gRPC. Bytes stay bytes.</summary>
public static class ScriptMapping
{
    public static V1.ScriptSource ToProto(this ScriptSource source)
    {
        var proto = new V1.ScriptSource
        {
            DisplayName = source.DisplayName,
            Arguments = { source.Arguments.Select(argument => ByteString.CopyFrom(argument.Span)) },
            Options = { source.Options.Select(ToProto) },
            Tapsets = { source.Tapsets.Select(ToProto) },
        };
        if (source.Script is { } script)
        {
            proto.Script = ByteString.CopyFrom(script.Span);
        }

        return proto;
    }

    /// <exception cref="FarmException"><c>InvalidRequest</c> when it is missing.</exception>
    public static ScriptSource ToModel(this V1.ScriptSource? source) =>
        source is null
            ? throw new FarmException(FailureCode.InvalidRequest, "The request has no script.")
            : new(
                source.HasScript ? source.Script.Memory : (ReadOnlyMemory<byte>?)null,
                source.DisplayName,
                [.. source.Arguments.Select(argument => argument.Memory)],
                [.. source.Options.Select(ToModel)],
                [.. source.Tapsets.Select(ToModel)]);

    private static V1.StapOption ToProto(StapOption option)
    {
        var proto = new V1.StapOption { Name = option.Name };
        if (option.Value is { } value)
        {
            proto.Value = ByteString.CopyFrom(value.Span);
        }

        return proto;
    }

    private static StapOption ToModel(V1.StapOption option) => new(option.Name, option.HasValue ? option.Value.Memory : (ReadOnlyMemory<byte>?)null);

    private static V1.TapsetDirectory ToProto(TapsetDirectory directory) => new()
    {
        DisplayName = directory.DisplayName,
        Files = { directory.Files.Select(file => new V1.TapsetFile { Path = file.Path, Content = ByteString.CopyFrom(file.Content.Span) }) },
    };

    private static TapsetDirectory ToModel(V1.TapsetDirectory directory) => new(
        directory.DisplayName,
        [.. directory.Files.Select(file => new TapsetFile(file.Path, file.Content.Memory))]);
}
