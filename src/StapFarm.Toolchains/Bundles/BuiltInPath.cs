using System.Text;
using StapFarm.Model.Failures;

namespace StapFarm.Toolchains.Bundles;

/// <summary>
/// The absolute path by which one program calls another, compiled into it: a zero-terminated text in its file.
/// </summary>
internal static class BuiltInPath
{
    /// <param name="program">The bytes of the program that calls.</param>
    /// <param name="called">The name of the program called, e.g. <c>stapio</c>.</param>
    /// <param name="exists">Whether a path is a program of the root; the text may hold other paths with that ending.</param>
    /// <exception cref="FarmException"><c>SourceFailed</c> when there is none, or more than one.</exception>
    public static string Find(ReadOnlySpan<byte> program, string called, Func<string, bool> exists)
    {
        var ending = Encoding.ASCII.GetBytes($"/{called}\0");
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        for (var start = 0; program[start..].IndexOf(ending) is >= 0 and var at; start += at + ending.Length)
        {
            var end = start + at + ending.Length - 1;
            var begin = program[..end].LastIndexOf((byte)0) + 1;
            var path = Encoding.UTF8.GetString(program[begin..end]);
            if (path.StartsWith('/') && exists(path))
            {
                paths.Add(path);
            }
        }

        return paths.Count == 1
            ? paths.Min!
            : throw new FarmException(
                FailureCode.SourceFailed,
                paths.Count == 0
                    ? $"The toolchain's root doesn't say by which path it calls {called}."
                    : $"The toolchain's root calls {called} by more than one path: {string.Join(", ", paths)}.",
                "This release of SystemTap is laid out in a way that StapFarm doesn't know.");
    }
}
