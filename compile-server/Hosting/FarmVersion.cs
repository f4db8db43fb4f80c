using System.Reflection;

namespace StapFarm.CompileServer.Hosting;

/// <summary>This program's release.</summary>
internal static class FarmVersion
{
    public static string Text { get; } =
        typeof(FarmVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
