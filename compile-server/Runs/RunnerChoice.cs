using StapFarm.Cluster.Runners;
using StapFarm.CompileServer.Runners;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;

namespace StapFarm.CompileServer.Runs;

/// <summary>Finds the runners that a selector means.</summary>
internal sealed class RunnerChoice(RunnerDirectory directory)
{
    /// <returns>At least one, all connected.</returns>
    /// <exception cref="FarmException"><c>NoRunner</c>, with the runners there are; <c>InvalidRequest</c>.</exception>
    public async Task<IReadOnlyList<RunnerHello>> ChooseAsync(string text)
    {
        var selector = RunnerSelector.Parse(text);
        var all = await directory.ListAsync();
        var fitting = all.Where(runner => selector.Matches(runner.Hello)).ToList();
        var connected = fitting.Where(runner => runner.Connected).Select(runner => runner.Hello).ToList();
        if (connected.Count > 0)
        {
            return connected;
        }

        throw fitting.Count > 0
            ? new FarmException(
                FailureCode.NoRunner,
                $"The runner{(fitting.Count > 1 ? "s" : "")} that '{selector}' means {(fitting.Count > 1 ? "are" : "is")} away: {Names(fitting)}.",
                "Look whether the target is up and its runner reaches the farm; 'stapfarm runners' shows when it was last seen.")
            : new FarmException(
                FailureCode.NoRunner,
                all.Count == 0 ? "No runner has connected to this farm yet." : $"No runner fits '{selector}'. The farm knows: {Names(all)}.",
                all.Count == 0 ? "Start stapfarm-runner on the target." : "Give a runner's name, LABEL=VALUE, or 'all'.");
    }

    private static string Names(IEnumerable<RunnerDescription> runners) => string.Join(", ", runners.Select(runner => runner.Hello.Name));
}
