using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;

namespace StapFarm.StapProtocol.Requests;

/// <summary>
/// Makes of a request's arguments and files what a translation begins with. Files are those that came along: an argument that
/// names another one names nothing, on whichever machine it is.
/// </summary>
public static class SourceReader
{
    private const string CommandLine = "<input>";
    private const string ScriptFolder = "script/";
    private const string TapsetFolder = "tapset/";

    /// <exception cref="FarmException"><c>InvalidRequest</c>, in stap's own words where it has some.</exception>
    public static StapCommand Command(StapRequest request) => StapCommandParser.Parse(FrontDoor.StapPort, request.Arguments);

    /// <inheritdoc cref="Command"/>
    public static ScriptSource Source(StapRequest request, StapCommand command)
    {
        var name = command.ScriptFile is { } file ? Name(file) : CommandLine;
        return new(
            command.Mode == StapMode.ScriptFile ? Script(request, name) : command.ScriptText,
            name,
            command.Arguments,
            command.Options,
            [.. command.TapsetDirectories.Select(directory => Tapset(request, Name(directory)))]);
    }

    private static ReadOnlyMemory<byte>? Script(StapRequest request, string name) =>
        (name.StartsWith(ScriptFolder, StringComparison.Ordinal) ? request.Files.Find(name) : null) is { } content
            ? content
            : throw new FarmException(new FarmFailure(FailureCode.ScriptError, $"The script {name} didn't come with the request.")
            {
                Pass = 1,
                ExitCode = 1,
                ToolMessages = Encoding.UTF8.GetBytes($"Input file '{name}' is missing.\nPass 1: parse failed.  [man error::pass1]\n"),
            });

    private static TapsetDirectory Tapset(StapRequest request, string name) =>
        name.StartsWith(TapsetFolder, StringComparison.Ordinal) && request.Files.HasFolder(name.TrimEnd('/'))
            ? new(name, [.. request.Files.Below(name.TrimEnd('/')).Select(file => new TapsetFile(file.Key, file.Value))])
            // What stap does with a folder that isn't there: it has no tapsets.
            : new(name, []);

    private static string Name(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
