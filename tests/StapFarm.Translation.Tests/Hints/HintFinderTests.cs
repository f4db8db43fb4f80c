using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StapFarm.Model.Failures;
using StapFarm.Translation.Hints;
using Xunit;

namespace StapFarm.Translation.Tests.Hints;

public sealed class HintFinderTests : IDisposable
{
    private static readonly FarmFailure Refused = new(FailureCode.ScriptError, "stap refused the script in pass 2.") { Pass = 2 };

    private readonly HintRoom _room = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task The_first_hint_that_answers_becomes_the_advice_and_the_rest_of_the_failure_stays() =>
        Assert.Equal(Refused with { Advice = "b" }, await TeachAsync(new Hint(() => null), new Hint(() => "b"), new Hint(() => "c")));

    [Fact]
    public async Task A_hint_that_breaks_leaves_the_failure_as_it_was() =>
        Assert.Same(Refused, await TeachAsync(new Hint(() => throw new FarmException(FailureCode.Unavailable, "no sandbox"))));

    [Fact]
    public async Task A_hint_that_takes_too_long_is_given_up_and_the_failure_is_told()
    {
        var hint = new SlowHint();
        var teaching = TeachAsync(hint);
        await hint.Started.Task;
        Assert.False(teaching.IsCompleted);
        _time.Advance(new TranslationOptions().HintTime);
        Assert.Same(Refused, await teaching);
    }

    [Fact]
    public async Task A_build_that_is_called_off_is_not_a_failed_one()
    {
        using var off = new CancellationTokenSource();
        var hint = new SlowHint();
        var teaching = Finder(hint).TeachAsync(Refused, () => _room.Case("", ""), off.Token);
        await hint.Started.Task;
        await off.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => teaching);
    }

    [Theory]
    [InlineData(FailureCode.ScriptError, "", true)]
    [InlineData(FailureCode.ScriptError, "known already", false)]
    [InlineData(FailureCode.LimitExceeded, "", false)]
    [InlineData(FailureCode.Unsupported, "", false)]
    public void Only_a_mistake_of_the_script_without_advice_is_looked_into(FailureCode code, string advice, bool expected) =>
        Assert.Equal(expected, HintFinder.IsFor(new FarmFailure(code, "", advice)));

    [Theory]
    [InlineData("")]
    [InlineData("semantic error: ")]
    [InlineData("semantic error: while resolving probe point: identifier 'kernel' at /stapfarm/script.stp:99999999999:7\n        source: \n\nsemantic error: no match")]
    [InlineData("WARNING: never-assigned local variable 'x': identifier 'x' at :1:1")]
    [InlineData("        source: indented from the start\nsemantic error: no line records for x:99999999999\n  ^")]
    public async Task Words_that_no_hint_understands_give_none(string said)
    {
        var finder = new HintFinder(HintServices.All(null, null), Options.Create(new TranslationOptions()), _time, NullLogger<HintFinder>.Instance);
        Assert.Same(Refused, await finder.TeachAsync(Refused, () => _room.Case("", said), default));
    }

    private Task<FarmFailure> TeachAsync(params IHint[] hints) => Finder(hints).TeachAsync(Refused, () => _room.Case("", ""), default);

    private HintFinder Finder(params IHint[] hints) =>
        new(hints, Options.Create(new TranslationOptions()), _time, NullLogger<HintFinder>.Instance);

    private sealed class Hint(Func<string?> answer) : IHint
    {
        public Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken) => Task.FromResult(answer());
    }

    private sealed class SlowHint : IHint
    {
        public TaskCompletionSource Started { get; } = new();

        public async Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken)
        {
            var forever = new TaskCompletionSource();
            Started.SetResult();
            await forever.Task.WaitAsync(cancellationToken);
            return "late";
        }
    }
}
