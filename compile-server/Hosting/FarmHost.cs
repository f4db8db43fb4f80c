using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using StapFarm.CompileServer.Shutdown;

namespace StapFarm.CompileServer.Hosting;

/// <summary>The composition root: a process with the rooms that its roles need, and nothing else.</summary>
internal static class FarmHost
{
    /// <param name="customize">The last word, for tests: services that stand in for rooms.</param>
    /// <exception cref="Model.Failures.FarmException"><c>InvalidRequest</c>, naming the setting that is wrong.</exception>
    /// <exception cref="OptionsValidationException">Likewise.</exception>
    public static IHost Create(string[] args, Action<IServiceCollection>? customize = null)
    {
        var settings = new ConfigurationBuilder();
        FarmConfiguration.Apply(settings, args);
        var roles = FarmRoles.From(settings.Build());
        var host = roles.Has(FarmRole.Front) ? CreateFront(args, roles, customize) : CreateWithoutFront(args, roles, customize);
        // The host does so only after it has made its services, and Orleans' don't name the setting that is in their way.
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        return host;
    }

    private static WebApplication CreateFront(string[] args, FarmRoles roles, Action<IServiceCollection>? customize)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        Compose(builder, args, roles);
        customize?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapFront();
        return app;
    }

    private static IHost CreateWithoutFront(string[] args, FarmRoles roles, Action<IServiceCollection>? customize)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        Compose(builder, args, roles);
        customize?.Invoke(builder.Services);
        return builder.Build();
    }

    private static void Compose(IHostApplicationBuilder builder, string[] args, FarmRoles roles)
    {
        FarmConfiguration.Apply(builder.Configuration, args);
        AddLogging(builder);
        var folders = FarmFolders.From(builder.Configuration);
        Directory.CreateDirectory(folders.DataRoot);
        var services = builder.Services;
        services.AddSingleton(roles);
        services.AddSingleton(folders);
        services.TryAddSingleton(TimeProvider.System);
        services.AddValidated<FarmOptions>(builder.Configuration, FarmOptions.Section);
        services.AddOptions<HostOptions>().Configure<IOptions<FarmOptions>>(
            (host, farm) => host.ShutdownTimeout = farm.Value.ShutdownTimeout);
        services.AddSingleton<ShutdownPhases>();
        services.AddHostedService<StreamsEnding>();
        services.AddStores(builder.Configuration, folders);
        services.AddDepots(builder.Configuration, folders);
        if (roles.Has(FarmRole.Signer))
        {
            services.AddSigner(builder.Configuration, folders, roles);
        }

        if (roles.Has(FarmRole.Silo))
        {
            builder.AddSilo();
        }

        if (roles.Has(FarmRole.Front))
        {
            services.AddFront(builder.Configuration);
            services.AddStapPort(builder.Configuration, folders, roles);
        }

        services.AddWorkerProcess(builder.Configuration, folders, roles);
    }

    private static void AddLogging(IHostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddConsole();
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName ??= ConsoleFormatterNames.Simple);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
    }
}
