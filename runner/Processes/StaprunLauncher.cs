using System.Diagnostics;
using StapFarm.Runner.Namespaces;

namespace StapFarm.Runner.Processes;

/// <summary>Starts this program again as the child that enters the namespace and becomes staprun.</summary>
/// <param name="self">The command that starts this program.</param>
internal sealed class StaprunLauncher(IReadOnlyList<string> self) : IStaprunLauncher
{
    public IStaprunProcess Start(string specPath)
    {
        var start = new ProcessStartInfo(self[0], [.. self.Skip(1), EnterCommand.Name, specPath])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        process.StandardInput.Close();
        return new StaprunProcess(process);
    }
}
