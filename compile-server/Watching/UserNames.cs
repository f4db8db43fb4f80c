using StapFarm.Model.Builds;
using StapFarm.Model.Failures;

namespace StapFarm.CompileServer.Watching;

/// <summary>The names under which one user knows his script and tapset directories. A build may serve several users.</summary>
internal sealed record UserNames(string Script, IReadOnlyList<string> Tapsets)
{
    public static UserNames None { get; } = new("<input>", []);

    public static UserNames Of(ScriptSource source) => new(source.DisplayName, [.. source.Tapsets.Select(tapset => tapset.DisplayName)]);

    /// <summary>Puts the names in the places of the placeholders.</summary>
    /// <param name="withPasses">Whether the lines about passes that stand among messages are wanted.</param>
    public byte[] Fill(ReadOnlyMemory<byte> stored, bool withPasses = false) => Placeholders.Fill(stored.Span, Script, Tapsets, withPasses);

    /// <inheritdoc cref="Fill(ReadOnlyMemory{byte}, bool)"/>
    public FarmFailure Fill(FarmFailure failure, bool withPasses = false) =>
        failure.ToolMessages.IsEmpty ? failure : failure with { ToolMessages = Fill(failure.ToolMessages, withPasses) };
}
