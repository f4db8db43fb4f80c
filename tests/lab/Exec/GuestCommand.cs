using System.Text;

namespace StapFarm.Lab.Exec;

/// <summary>A command for the guest: a shell script, and the bytes of its standard input.</summary>
public sealed record GuestCommand(ReadOnlyMemory<byte> Script)
{
    /// <summary>Empty if not given.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>A text for the guest's /bin/sh (busybox).</summary>
    public static GuestCommand Shell(string script) => new(Encoding.UTF8.GetBytes(script));

    /// <summary>A program with its arguments, given to it exactly as they are.</summary>
    public static GuestCommand Program(params IEnumerable<ReadOnlyMemory<byte>> words) =>
        new((ReadOnlyMemory<byte>)(byte[])[.. "exec "u8, .. ShellQuoting.Command(words)]);

    /// <inheritdoc cref="Program(IEnumerable{ReadOnlyMemory{byte}})"/>
    public static GuestCommand Program(params IEnumerable<string> words) =>
        Program(words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word)));
}
