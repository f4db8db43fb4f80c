using System.CommandLine;
using System.Text.Json;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.Toolchains;

/// <summary><c>stapfarm toolchain matrix</c>: what is known of each pair, and by whom.</summary>
internal static class MatrixCommand
{
    public static Command Create(Option<bool> json) =>
        new("matrix", "Every toolchain with every kernel: unknown, builds, runs or fails, with the evidence") { json };

    public static async Task<int> RunAsync(CommandContext context, bool json, CancellationToken cancellationToken)
    {
        var response = await context.Farm.Toolchains.MatrixAsync(new(), cancellationToken: cancellationToken);
        var cells = response.Cells
            .OrderBy(cell => cell.KernelRelease, StringComparer.Ordinal)
            .ThenBy(cell => cell.Tree, StringComparer.Ordinal)
            .ThenBy(cell => cell.StapVersion, StringComparer.Ordinal)
            .ToList();
        context.Console.WriteLine(json
            ? JsonSerializer.Serialize([.. cells.Select(PairView.Of)], ViewJson.Default.PairViewArray)
            : Table(cells));
        return ExitCodes.Success;
    }

    private static string Table(List<V1.ToolchainMatrixCell> cells)
    {
        var table = new TextTable("KERNEL", "TREE", "TOOLCHAIN", "STAP", "STATE", "DEFAULT", "EVIDENCE");
        foreach (var cell in cells)
        {
            var newest = cell.Evidence.FirstOrDefault(evidence => evidence.State == cell.State) ?? cell.Evidence.FirstOrDefault();
            table.Add(
                cell.KernelRelease,
                Human.Short(cell.Tree),
                cell.ToolchainName,
                cell.StapVersion,
                PairView.NameOf(cell.State),
                cell.Promoted ? "yes" : "",
                newest is null ? "" : $"{newest.Where}, {Human.Time(newest.AtUnixMs)}: {Cut(newest.Detail)}");
        }

        return table.ToString();
    }

    // A module key says little to the eye, a message its first line.
    private static string Cut(string detail)
    {
        var line = detail.Split('\n')[0];
        return Model.Content.Digest.TryParse(line, out var digest) ? digest.Short : line;
    }
}
