using System.Globalization;

namespace StapFarm.Bench.Benchmarks;

/// <summary>An ordinary script: one function probe that prints the name of the process.</summary>
internal static class FunctionProbe
{
    /// <param name="number">Scripts of different numbers are different scripts that cost the same.</param>
    public static string Script(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"probe kernel.function(\"ip_output\") {{ printf(\"%s {number}\\n\", execname()) }}\n");
}
