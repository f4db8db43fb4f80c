using System.Text;

namespace StapFarm.Runner.Namespaces;

/// <summary>What stands at a program's built-in path: a shell script that starts it through the bundle's own loader, so that no ELF file is changed.</summary>
internal static class WrapperScript
{
    public static byte[] For(string loader, string libraries, string program) =>
        Encoding.UTF8.GetBytes($"#!/bin/sh\nexec {Quote(loader)} --library-path {Quote(libraries)} {Quote(program)} \"$@\"\n");

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
