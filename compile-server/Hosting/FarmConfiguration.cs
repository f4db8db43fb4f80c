namespace StapFarm.CompileServer.Hosting;

/// <summary>
/// Where settings come from, each before it in the list overridden by the next: <c>appsettings.json</c> beside the program,
/// the JSON file that <c>STAPFARM_CONFIG</c> or <c>--config</c> names, the environment (<c>STAPFARM_Farm__DataRoot</c>),
/// the command line (<c>--Farm:DataRoot=...</c>).
/// </summary>
internal static class FarmConfiguration
{
    public const string EnvironmentPrefix = "STAPFARM_";

    private const string FileKey = "config";

    public static void Apply(IConfigurationBuilder builder, string[] args)
    {
        var named = new ConfigurationBuilder()
            .AddEnvironmentVariables(EnvironmentPrefix)
            .AddCommandLine(args)
            .Build()[FileKey];
        builder.Sources.Clear();
        builder.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false);
        if (named is { Length: > 0 })
        {
            builder.AddJsonFile(Path.GetFullPath(named), optional: false, reloadOnChange: false);
        }

        builder.AddEnvironmentVariables(EnvironmentPrefix);
        builder.AddCommandLine(args);
    }
}
