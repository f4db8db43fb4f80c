using System.Text.Json;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.Builds;

/// <summary><c>stapfarm explain</c>: the fields of a request's key, and on a miss what differs from the nearest cached module.</summary>
internal sealed class ExplainCommand(CommandContext context, BuildArguments arguments, bool json)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var request = arguments.ToRequest(ScriptFiles.Load(arguments.Stap, context.Console.Input));
        var explanation = await context.Farm.Builds.ExplainAsync(request, cancellationToken: cancellationToken);
        if (json)
        {
            context.Console.WriteLine(JsonSerializer.Serialize(ExplainView.Of(explanation), ViewJson.Default.ExplainView));
            return ExitCodes.Success;
        }

        context.Console.WriteLine($"module key  {explanation.ModuleKey}");
        context.Console.WriteLine($"toolchain   {PlainText.OneLine(explanation.Toolchain)} ({PlainText.OneLine(explanation.ToolchainReason)})");
        context.Console.WriteLine($"cached      {(explanation.Cached ? "yes" : "no")}");
        var table = new TextTable("FIELD", "DIGEST", "");
        foreach (var field in explanation.Fields)
        {
            table.Add(field.Name, field.Digest, explanation.Differing.Contains(field.Name) ? "differs" : "");
        }

        context.Console.WriteLine($"\n{table}");
        if (!explanation.Cached)
        {
            context.Console.WriteLine(explanation.NearestModuleKey.Length == 0
                ? "\nNo cached module is near."
                : $"\nnearest cached module {explanation.NearestModuleKey} differs in: {PlainText.OneLine(string.Join(", ", explanation.Differing))}");
        }

        return ExitCodes.Success;
    }
}
