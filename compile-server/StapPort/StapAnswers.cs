using System.Text;
using StapFarm.CompileServer.Watching;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;
using StapFarm.StapProtocol.Responses;

namespace StapFarm.CompileServer.StapPort;

/// <summary>What a client is told that gets no result.</summary>
internal static class StapAnswers
{
    /// <summary>A release for answers that no stap had a part in; clients compare it, and this one has all they know.</summary>
    public const string NoStap = "5.1";

    /// <summary>A refusal of the farm's own: lines that begin with <c>Server: </c>, as stap-serverd writes them.</summary>
    public static StapResponse Refusal(FarmFailure failure) =>
        failure.Code == FailureCode.ScriptError ? Failed(failure, UserNames.None, NoStap, default, withPasses: false) : new(NoStap, 1, default, Lines([failure.Message, failure.Advice]));

    /// <summary>A failure of the translation: stap's own words alone when the script is to blame, else what happened too.</summary>
    public static StapResponse Failed(FarmFailure failure, UserNames names, string stap, ReadOnlyMemory<byte> before, bool withPasses)
    {
        var words = names.Fill(failure, withPasses).ToolMessages;
        var own = failure.Code == FailureCode.ScriptError ? default : Lines([failure.Message, failure.Advice]);
        return new(stap, failure.ExitCode is > 0 and < 256 ? failure.ExitCode.Value : 1, default, Join(before, words, own));
    }

    /// <summary>What stap said beside its result, in its order.</summary>
    public static ReadOnlyMemory<byte> Messages(StapMessages messages, StapCommand command, UserNames names) =>
        (command.ShowsWarnings, command.Set.Verbosity.ShowsPasses) switch
        {
            (true, var passes) => names.Fill(messages.Warnings, passes),
            (false, true) => names.Fill(messages.Passes),
            (false, false) => default(ReadOnlyMemory<byte>),
        };

    public static FarmException TookTooLong(TimeSpan limit) => new(
        FailureCode.Unavailable,
        $"The farm had no answer within {limit.TotalSeconds:F0} seconds.",
        "Ask again: what it has begun goes on, and is answered at once when it is done.");

    /// <summary>Each as a line (or several) of its own that begins with <c>Server: </c>.</summary>
    public static ReadOnlyMemory<byte> Lines(IEnumerable<string> sentences) =>
        Encoding.UTF8.GetBytes(string.Concat(sentences.SelectMany(sentence => sentence.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => $"Server: {line}\n")));

    public static ReadOnlyMemory<byte> Join(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        var all = new MemoryStream();
        foreach (var part in parts)
        {
            all.Write(part.Span);
        }

        return all.ToArray();
    }
}
