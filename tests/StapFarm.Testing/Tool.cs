using System.Diagnostics;

namespace StapFarm.Testing;

/// <summary>Runs a program that a test asks for the truth (readelf), or to make its material (gcc, dpkg-deb).</summary>
public static class Tool
{
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has its words.</exception>
    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} didn't start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}");
    }
}
