using System.Collections.Concurrent;
using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Tests.Fakes;

/// <summary>
/// Translates by copying the script, with a warning that names it. A script's first line may say what else is to happen:
/// <c>wait</c> holds until <see cref="Open"/>, others are answered by <see cref="Answers"/>.
/// </summary>
internal sealed class FakeTranslator : ITranslator, IDisposable
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _translated = new();
    private readonly SemaphoreSlim _began = new(0);

    public ConcurrentDictionary<string, Func<Exception>> Answers { get; } = new(StringComparer.Ordinal);

    public bool IsPairPrepared { get; set; } = true;

    public Exception? PreparingFails { get; set; }

    /// <summary>The scripts that were translated, in the order in which they began.</summary>
    public IReadOnlyCollection<string> Translated => _translated;

    /// <summary>Lets those go on that wait.</summary>
    public void Open() => _gate.TrySetResult();

    /// <summary>Returns when one more translation has begun.</summary>
    public Task BeganAsync() => _began.WaitAsync(TimeSpan.FromSeconds(30));

    public bool IsPrepared(TranslationPlace place) => IsPairPrepared;

    public Task PrepareAsync(TranslationPlace place, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new("prepare", "stap's trials"));
        return PreparingFails is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    public async Task<TranslationOutput> TranslateAsync(
        TranslationPlace place,
        TranslationRequest request,
        ModuleKey key,
        IProgress<WorkProgress> progress,
        CancellationToken cancellationToken)
    {
        var script = Encoding.UTF8.GetString((request.Source.Script ?? default).Span);
        var command = script.Split('\n')[0];
        _translated.Enqueue(script);
        progress.Report(new("pass 1", "parsed"));
        _began.Release();
        if (command == "wait")
        {
            await _gate.Task.WaitAsync(cancellationToken);
        }

        if (Answers.TryGetValue(command, out var answer))
        {
            throw answer();
        }

        progress.Report(new("pass 4", "compiled"));
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, $"module of {script}", cancellationToken);
        return new(
            request.Source.Script is null ? TranslationKind.Listing : TranslationKind.Module,
            path,
            request.Source.Script is null ? null : $"stap_{key.Digest.Short}",
            new("\u0001PPass 1: parsed\n\u0001WARNING: \u0001S\u0001:1:1 take care\n"u8.ToArray(), "Pass 1: parsed\n"u8.ToArray()),
            () => File.Delete(path));
    }

    public void Dispose() => _began.Dispose();
}
