using System.CommandLine;
using System.Text.Json;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.Kernels;

/// <summary><c>stapfarm kernel</c>.</summary>
internal static class KernelCommands
{
    // From a debuginfod server each module's debug file is one.
    private const int MostPackages = 24;

    public static Command Create(CommandBinder binder)
    {
        var kernel = new Argument<string>("KERNEL") { Description = "A release, build-id or tree digest, or eight or more digits of these" };
        var json = CommandBinder.Json();
        return new Command("kernel", "The kernels that scripts can be built for")
        {
            KernelAddCommand.Create(binder),
            KernelWantedCommand.Create(binder),
            binder.Bind(new Command("list", "Lists them, newest first") { json }, (context, parsed, token) => ListAsync(context, parsed.GetValue(json), token)),
            binder.Bind(new Command("show", "Shows one with the packages it was made of") { kernel, json }, (context, parsed, token) =>
                ShowAsync(context, parsed.GetRequiredValue(kernel), parsed.GetValue(json), token)),
            binder.Bind(new Command("remove", "Removes one; its modules stay") { kernel }, (context, parsed, token) =>
                RemoveAsync(context, parsed.GetRequiredValue(kernel), token)),
        };
    }

    private static async Task<int> ListAsync(CommandContext context, bool json, CancellationToken cancellationToken)
    {
        var response = await context.Farm.Kernels.ListAsync(new(), cancellationToken: cancellationToken);
        var kernels = response.Kernels.OrderByDescending(kernel => kernel.AddedAtUnixMs).ToList();
        if (json)
        {
            context.Console.WriteLine(JsonSerializer.Serialize([.. kernels.Select(KernelView.Of)], ViewJson.Default.KernelViewArray));
            return ExitCodes.Success;
        }

        var table = new TextTable("RELEASE", "ARCHITECTURE", "BUILD-ID", "DEBUGINFO", "COMPILER", "TOOLCHAIN", "SIZE", "SOURCE");
        foreach (var kernel in kernels)
        {
            table.Add(
                kernel.Identity.Release,
                kernel.Identity.Architecture,
                Human.Short(kernel.Identity.BuildId),
                kernel.HasDebugInfo ? "yes" : "no",
                kernel.Compiler,
                kernel.PromotedToolchain.Length == 0 ? "-" : Human.Short(kernel.PromotedToolchain),
                Human.Bytes(kernel.Bytes),
                kernel.Source);
        }

        context.Console.WriteLine(table.ToString());
        return ExitCodes.Success;
    }

    private static async Task<int> ShowAsync(CommandContext context, string name, bool json, CancellationToken cancellationToken)
    {
        var response = await context.Farm.Kernels.ShowAsync(new() { Kernel = name }, cancellationToken: cancellationToken);
        foreach (var warning in response.Warnings)
        {
            context.Console.WriteErrorLine($"WARNING: {PlainText.Lines(warning)}");
        }

        var kernel = response.Kernel;
        if (json)
        {
            context.Console.WriteLine(JsonSerializer.Serialize(KernelView.Of(kernel), ViewJson.Default.KernelView));
            return ExitCodes.Success;
        }

        var sheet = new Sheet();
        sheet.Add("release", kernel.Identity.Release);
        sheet.Add("version", kernel.Identity.Version);
        sheet.Add("architecture", kernel.Identity.Architecture);
        sheet.Add("build-id", kernel.Identity.BuildId);
        sheet.Add("kernel tree", kernel.Tree);
        sheet.Add("debuginfo", kernel.HasDebugInfo ? "yes" : "no");
        sheet.Add("compiler", kernel.Compiler);
        sheet.Add("toolchain", kernel.PromotedToolchain.Length == 0 ? "none promoted" : kernel.PromotedToolchain);
        sheet.Add("size", Human.Bytes(kernel.Bytes));
        sheet.Add("source", kernel.Source);
        sheet.Add("added", Human.Time(kernel.AddedAtUnixMs));
        foreach (var package in kernel.Packages.Take(MostPackages))
        {
            sheet.Add("package", package);
        }

        if (kernel.Packages.Count > MostPackages)
        {
            sheet.Add("package", $"and {kernel.Packages.Count - MostPackages} more; --json lists them all");
        }

        context.Console.WriteLine(sheet.ToString());
        return ExitCodes.Success;
    }

    private static async Task<int> RemoveAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        var response = await context.Farm.Kernels.RemoveAsync(new() { Kernel = name }, cancellationToken: cancellationToken);
        foreach (var tree in response.Trees)
        {
            context.Console.WriteErrorLine($"removed kernel tree {tree}");
        }

        return ExitCodes.Success;
    }
}
