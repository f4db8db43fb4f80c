using System.Diagnostics;
using StapFarm.CompileServer.Hosting;
using StapFarm.CompileServer.Worker;

namespace StapFarm.CompileServer.ChildWorker;

/// <summary>
/// The worker is this same program, with this process's settings and the role <c>worker</c>. Settings travel in the
/// environment: a process list shows no paths.
/// </summary>
internal sealed class SameProgramLauncher(IConfiguration configuration, IFarmAddress farm, FarmFolders folders) : IChildLauncher
{
    private static readonly string[] Inherited = ["Farm", "Logging", "Rooms"];

    public ProcessStartInfo Describe()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This process doesn't know its own program.");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folders.DataRoot,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SameProgramLauncher).Assembly.Location);
        }

        foreach (var (key, value) in configuration.AsEnumerable())
        {
            if (value is not null && Inherited.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase))
            {
                Set(start, key, value);
            }
        }

        // A list in JSON leaves keys of its own beside the single value.
        foreach (var role in start.Environment.Keys.Where(key => key.StartsWith(Name(FarmRoles.Key) + "__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(role);
        }

        Set(start, FarmRoles.Key, "worker");
        Set(start, $"{FarmOptions.Section}:{nameof(FarmOptions.DataRoot)}", folders.DataRoot);
        Set(start, $"{WorkerOptions.Section}:{nameof(WorkerOptions.Farm)}", farm.Address);
        Set(start, $"{WorkerOptions.Section}:{nameof(WorkerOptions.EndsWithParent)}", "true");
        Set(start, "Logging:Console:FormatterName", "systemd");
        return start;
    }

    private static void Set(ProcessStartInfo start, string key, string value) => start.Environment[Name(key)] = value;

    private static string Name(string key) => FarmConfiguration.EnvironmentPrefix + key.Replace(":", "__", StringComparison.Ordinal);
}
