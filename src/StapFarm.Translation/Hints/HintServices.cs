using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Toolchains;
using StapFarm.Translation.Hints.Causes;

namespace StapFarm.Translation.Hints;

/// <summary>All causes, in the order in which they are looked for: those that need no question to stap first, mere warnings last.</summary>
internal static class HintServices
{
    public static IServiceCollection AddHints(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new HintFinder(
            All(provider.GetService<IToolchainDepot>(), provider.GetService<IPairRegistry>()),
            provider.GetRequiredService<IOptions<TranslationOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<HintFinder>>()));
        return services;
    }

    /// <param name="toolchains">The farm's, and what is known of them; without both, no other one can be named.</param>
    public static IEnumerable<IHint> All(IToolchainDepot? toolchains, IPairRegistry? pairs) =>
    [
        new GuruModeHint(),
        new EmbeddedArgumentHint(),
        new BrokenTapsetHint(toolchains, pairs),
        new MissingModuleHint(),
        new MissingLineHint(),
        new MissingFunctionHint(),
        new MissingVariableHint(),
        new HiddenVariableHint(),
        new MissingMemberHint(),
        new CastTypeHint(),
        new UnsetLocalHint(),
    ];
}
