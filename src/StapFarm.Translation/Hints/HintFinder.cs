using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StapFarm.Model.Failures;

namespace StapFarm.Translation.Hints;

/// <summary>Adds cause and fix to what stap said of a script. A hint that can't be found is just absent.</summary>
internal sealed partial class HintFinder(
    IEnumerable<IHint> hints,
    IOptions<TranslationOptions> options,
    TimeProvider time,
    ILogger<HintFinder> logger)
{
    /// <summary>Only for the script's own mistakes, and not when the advice is known already.</summary>
    public static bool IsFor(FarmFailure failure) => failure is { Code: FailureCode.ScriptError, Advice.Length: 0 };

    /// <summary>The failure, with the first hint that fits as its advice.</summary>
    /// <exception cref="OperationCanceledException">The build was called off.</exception>
    public async Task<FarmFailure> TeachAsync(FarmFailure failure, Func<HintCase> failed, CancellationToken cancellationToken) =>
        await FindAsync(failed, cancellationToken) is { } text ? failure with { Advice = text } : failure;

    /// <summary>The first hint that fits; null when none does, or none in time.</summary>
    /// <exception cref="OperationCanceledException">The build was called off.</exception>
    public async Task<string?> FindAsync(Func<HintCase> failed, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.HintTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var known = failed();
            foreach (var hint in hints)
            {
                if (await hint.FindAsync(known, either.Token) is { } text)
                {
                    return text;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogTooSlow(logger, options.Value.HintTime.TotalSeconds);
        }
#pragma warning disable CA1031 // Whatever goes wrong here, the script's own failure is what must be told.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNoHint(logger, exception);
        }

        return null;
    }
}
