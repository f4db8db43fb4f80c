using System.Diagnostics;
using System.Globalization;

namespace StapFarm.Cli.Tests.Fakes;

/// <summary>The command as a process of its own, started by a shell line.</summary>
internal sealed class CommandProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="line">For /bin/sh; <c>stapfarm</c> stands for the command.</param>
    public CommandProcess(FakeFarm farm, string line)
    {
        // The tests bring ASP.NET Core along, so the command's libraries are where the tests find theirs.
        var tests = Path.Combine(AppContext.BaseDirectory, "StapFarm.Cli.Tests");
        var command = $"exec dotnet exec --runtimeconfig {tests}.runtimeconfig.json --depsfile {tests}.deps.json {typeof(StapFarm.Cli.CommandLine.StapFarmCommand).Assembly.Location}";
        var start = new ProcessStartInfo("/bin/sh", ["-c", line.Replace("stapfarm", command, StringComparison.Ordinal)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["STAPFARM_URL"] = farm.Address;
        _process = Process.Start(start)!;
    }

    public async Task<string> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync() ?? "";

    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void CloseOutput() => _process.StandardOutput.Close();

    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, output);
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
