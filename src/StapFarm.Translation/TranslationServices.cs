using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StapFarm.Model.Builds;
using StapFarm.Translation.Hints;
using StapFarm.Translation.Kbuild;
using StapFarm.Translation.Preparation;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Stap;

namespace StapFarm.Translation;

/// <summary>Joins the room to a worker.</summary>
public static class TranslationServices
{
    /// <summary>
    /// Adds the <see cref="ITranslator"/>. The host binds <see cref="TranslationOptions"/> and <see cref="SandboxOptions"/>
    /// to its configuration; both are validated at start.
    /// </summary>
    public static IServiceCollection AddTranslation(this IServiceCollection services)
    {
        services.AddOptions<TranslationOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SandboxOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISandbox, ProcessSandbox>();
        services.TryAddSingleton(provider => WorkerSlots.Of(provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<SandboxOptions>>().Value));
        services.TryAddSingleton<ScratchRemover>();
        services.TryAddSingleton<StapRun>();
        services.TryAddSingleton<PreparedPairs>();
        services.TryAddSingleton<CommandTrial>();
        services.TryAddSingleton<PairPreparer>();
        services.AddHints();
        services.TryAddSingleton<ITranslator, StapTranslator>();
        return services;
    }
}
