using System.Reflection;

namespace StapFarm.Runner;

/// <summary>This runner's release.</summary>
internal static class RunnerVersion
{
    public static string Text { get; } =
        typeof(RunnerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
