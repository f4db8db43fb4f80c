using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;

namespace StapFarm.Cli.Builds;

/// <summary>Reads what a stap command line names: the script and the folders of <c>-I</c>.</summary>
internal static class ScriptFiles
{
    /// <summary>What a script that comes from no file is called, as by stap.</summary>
    public const string NoFile = "<input>";

    /// <summary>Largest script, in bytes.</summary>
    public const int MaxScript = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="FarmException"><c>InvalidRequest</c>, naming the file and what is wrong with it.</exception>
    public static ScriptSource Load(StapCommand command, Stream standardInput)
    {
        var (script, name) = command.Mode switch
        {
            StapMode.ScriptText => (command.ScriptText, NoFile),
            StapMode.ScriptFile => Read(command.ScriptFile!.Value, standardInput),
            _ => (null, NoFile),
        };
        return new ScriptSource(
            script,
            name,
            command.Arguments,
            command.Options,
            TapsetFolder.PackAll([.. command.TapsetDirectories.Select(folder => Name(folder, "folder"))]));
    }

    private static (ReadOnlyMemory<byte>? Script, string Name) Read(ReadOnlyMemory<byte> file, Stream standardInput)
    {
        if (file.Span.SequenceEqual("-"u8))
        {
            return (ReadAll(standardInput, "standard input"), NoFile);
        }

        var path = Name(file, "script");
        try
        {
            using var stream = File.OpenRead(path);
            return (ReadAll(stream, path), path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refused($"There is no script {path}.", "Give a file, '-' for standard input, or -e TEXT.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The script {path} can't be read: {exception.Message}", "", exception);
        }
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, string name)
    {
        var buffer = new byte[MaxScript + 1];
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return read <= MaxScript
            ? buffer.AsMemory(0, read)
            : throw Refused($"The script {name} is larger than {MaxScript} bytes.", "Is it a script?");
    }

    private static string Name(ReadOnlyMemory<byte> path, string what)
    {
        try
        {
            return Strict.GetString(path.Span);
        }
        catch (DecoderFallbackException exception)
        {
            throw Refused(
                $"The name of the {what} '{Encoding.UTF8.GetString(path.Span)}' isn't valid UTF-8.",
                "Rename it, or give the script on standard input.",
                exception);
        }
    }

    private static FarmException Refused(string message, string advice, Exception? cause = null) =>
        new(FailureCode.InvalidRequest, message, advice, cause);
}
