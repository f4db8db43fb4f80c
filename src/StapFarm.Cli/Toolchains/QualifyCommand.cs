using System.CommandLine;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Toolchains;

/// <summary>
/// <c>stapfarm toolchain qualify</c>: every toolchain with the kernels of the chosen runners, tried on one runner of each.
/// </summary>
internal static class QualifyCommand
{
    public static Command Create(CommandBinder binder)
    {
        var toolchains = new Argument<string[]>("TOOLCHAIN")
        {
            Description = "Names, stap releases or starts of digests; all of the farm's if not given",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var on = new Option<string>("--on") { HelpName = "SELECTOR", Description = "A runner's name, LABEL=VALUE, or all", Required = true };
        return binder.Bind(new Command("qualify", "Loads a module of each toolchain on real kernels; 'matrix' shows what came of it") { toolchains, on }, (context, parsed, token) =>
            RunAsync(context, parsed.GetValue(toolchains) ?? [], parsed.GetRequiredValue(on), token));
    }

    private static async Task<int> RunAsync(CommandContext context, string[] names, string on, CancellationToken cancellationToken)
    {
        var runners = await RunnersAsync(context, RunnerSelector.Parse(on), on, cancellationToken);
        var toolchains = await ToolchainsAsync(context, names, cancellationToken);
        var trial = new PairTrial(context);
        var table = new TextTable("KERNEL", "TOOLCHAIN", "STAP", "RUNNER", "RESULT");
        var served = 0;
        foreach (var runner in runners)
        {
            var serves = false;
            var architecture = runner.Hello.Kernel.Architecture;
            // Who names a toolchain sees it refused; of all those there are, others' are no news.
            var suitable = toolchains.Where(toolchain => names.Length > 0 || toolchain.Targets.Contains(architecture)).ToList();
            if (suitable.Count == 0)
            {
                table.Add(runner.Hello.Kernel.Release, "-", "-", runner.Hello.Name, $"no toolchain builds for {architecture}; add one: stapfarm toolchain add debian:trixie --target {architecture}");
            }

            foreach (var toolchain in suitable)
            {
                var result = await trial.RunAsync(runner, toolchain, cancellationToken);
                serves |= result.Runs;
                table.Add(runner.Hello.Kernel.Release, toolchain.Name, toolchain.StapVersion, runner.Hello.Name, result.Text);
            }

            served += serves ? 1 : 0;
        }

        context.Console.WriteLine(table.ToString());
        return served == runners.Count ? ExitCodes.Success : ExitCodes.Failure;
    }

    /// <summary>One runner of each kernel.</summary>
    private static async Task<List<V1.Runner>> RunnersAsync(CommandContext context, RunnerSelector selector, string text, CancellationToken cancellationToken)
    {
        var response = await context.Farm.Runners.ListAsync(new(), cancellationToken: cancellationToken);
        List<V1.Runner> runners =
        [
            .. response.Runners
                .Where(runner => runner.Connected && selector.Matches(runner.Hello.ToModel()))
                .OrderBy(runner => runner.Hello.Name, StringComparer.Ordinal)
                .DistinctBy(runner => runner.Hello.Kernel.BuildId),
        ];
        return runners.Count > 0
            ? runners
            : throw new FarmException(FailureCode.NoRunner, $"No connected runner is '{text}'.", "'stapfarm runners' shows those there are; './dev lab qualify' boots one.");
    }

    private static async Task<List<V1.Toolchain>> ToolchainsAsync(CommandContext context, string[] names, CancellationToken cancellationToken)
    {
        if (names.Length == 0)
        {
            var all = await context.Farm.Toolchains.ListAsync(new(), cancellationToken: cancellationToken);
            return [.. all.Toolchains.OrderBy(toolchain => toolchain.AddedAtUnixMs)];
        }

        var named = new List<V1.Toolchain>();
        foreach (var name in names)
        {
            named.Add((await context.Farm.Toolchains.ShowAsync(new() { Toolchain = name }, cancellationToken: cancellationToken)).Toolchain);
        }

        return named;
    }
}
