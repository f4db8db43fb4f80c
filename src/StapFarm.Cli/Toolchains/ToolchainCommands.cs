using System.CommandLine;
using System.Text.Json;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.Toolchains;

/// <summary><c>stapfarm toolchain</c>.</summary>
internal static class ToolchainCommands
{
    public static Command Create(CommandBinder binder)
    {
        var specification = new Argument<string>("SUITE") { Description = "debian:trixie (stap 5.1) or debian:sid" };
        var targets = new Option<string[]>("--target") { Description = "An architecture that it is to build for beside its own, e.g. arm64" };
        var toolchain = new Argument<string>("TOOLCHAIN") { Description = "A name, a stap release, or the start of a digest" };
        var kernel = new Argument<string>("KERNEL") { Description = "A release, build-id or tree digest" };
        var json = CommandBinder.Json();
        return new Command("toolchain", "The releases of stap that translate, and which of them serves which kernel")
        {
            binder.Bind(new Command("add", "Has the farm make a toolchain") { specification, targets }, (context, parsed, token) =>
                AddAsync(context, Specification(parsed.GetRequiredValue(specification), parsed.GetValue(targets) ?? []), token)),
            binder.Bind(new Command("list", "Lists them, newest first") { json }, (context, parsed, token) => ListAsync(context, parsed.GetValue(json), token)),
            binder.Bind(new Command("show", "Shows one with its packages") { toolchain, json }, (context, parsed, token) =>
                ShowAsync(context, parsed.GetRequiredValue(toolchain), parsed.GetValue(json), token)),
            binder.Bind(new Command("remove", "Removes one; its modules stay") { toolchain }, (context, parsed, token) =>
                RemoveAsync(context, parsed.GetRequiredValue(toolchain), token)),
            binder.Bind(new Command("promote", "Makes a toolchain a kernel's default") { toolchain, kernel }, (context, parsed, token) =>
                PromoteAsync(context, parsed.GetRequiredValue(toolchain), parsed.GetRequiredValue(kernel), token)),
            QualifyCommand.Create(binder),
            binder.Bind(MatrixCommand.Create(json), (context, parsed, token) => MatrixCommand.RunAsync(context, parsed.GetValue(json), token)),
        };
    }

    /// <summary>Targets follow the name, before what else is said of it: <c>debian:trixie+arm64,fresh</c>.</summary>
    private static string Specification(string suite, IEnumerable<string> targets)
    {
        var end = suite.IndexOf(',', StringComparison.Ordinal) is >= 0 and var at ? at : suite.Length;
        return string.Concat([suite[..end], .. targets.Select(target => $"+{target}"), suite[end..]]);
    }

    private static async Task<int> AddAsync(CommandContext context, string specification, CancellationToken cancellationToken)
    {
        var progress = context.Progress();
        V1.WorkDone done;
        try
        {
            done = await context.Watcher.DoAsync(
                async token => Submission.Of((await context.Farm.Toolchains.AddAsync(new() { Specification = specification }, cancellationToken: token)).WorkId),
                happened => progress.Show($"toolchain {specification}", happened),
                cancellationToken);
        }
        finally
        {
            progress.Clear();
        }

        var toolchain = done.Toolchain;
        context.Console.WriteLine($"{toolchain.Name} (stap {toolchain.StapVersion}, {string.Join(", ", toolchain.Compilers)}, {Human.Short(toolchain.Digest)}) is in the farm");
        return ExitCodes.Success;
    }

    private static async Task<int> ListAsync(CommandContext context, bool json, CancellationToken cancellationToken)
    {
        var response = await context.Farm.Toolchains.ListAsync(new(), cancellationToken: cancellationToken);
        var toolchains = response.Toolchains.OrderByDescending(toolchain => toolchain.AddedAtUnixMs).ToList();
        if (json)
        {
            context.Console.WriteLine(JsonSerializer.Serialize([.. toolchains.Select(ToolchainView.Of)], ViewJson.Default.ToolchainViewArray));
            return ExitCodes.Success;
        }

        var table = new TextTable("NAME", "STAP", "DIGEST", "HOST", "TARGETS", "COMPILERS", "PACKED", "ADDED");
        foreach (var toolchain in toolchains)
        {
            table.Add(
                toolchain.Name,
                toolchain.StapVersion,
                Human.Short(toolchain.Digest),
                toolchain.Host,
                string.Join(",", toolchain.Targets),
                string.Join(",", toolchain.Compilers),
                Human.Bytes(toolchain.PackedBytes),
                Human.Time(toolchain.AddedAtUnixMs));
        }

        context.Console.WriteLine(table.ToString());
        return ExitCodes.Success;
    }

    private static async Task<int> ShowAsync(CommandContext context, string name, bool json, CancellationToken cancellationToken)
    {
        var toolchain = (await context.Farm.Toolchains.ShowAsync(new() { Toolchain = name }, cancellationToken: cancellationToken)).Toolchain;
        if (json)
        {
            context.Console.WriteLine(JsonSerializer.Serialize(ToolchainView.Of(toolchain), ViewJson.Default.ToolchainView));
            return ExitCodes.Success;
        }

        var sheet = new Sheet();
        sheet.Add("name", toolchain.Name);
        sheet.Add("stap", toolchain.StapVersion);
        sheet.Add("digest", toolchain.Digest);
        sheet.Add("host", toolchain.Host);
        sheet.Add("targets", string.Join(", ", toolchain.Targets));
        sheet.Add("compilers", string.Join(", ", toolchain.Compilers));
        sheet.Add("packed", Human.Bytes(toolchain.PackedBytes));
        sheet.Add("added", Human.Time(toolchain.AddedAtUnixMs));
        context.Console.WriteLine(sheet.ToString());
        var table = new TextTable("PACKAGE", "VERSION", "ARCHITECTURE", "SHA256");
        foreach (var package in toolchain.Packages)
        {
            table.Add(package.Name, package.Version, package.Architecture, package.Sha256);
        }

        context.Console.WriteLine($"\n{table}");
        return ExitCodes.Success;
    }

    private static async Task<int> RemoveAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        await context.Farm.Toolchains.RemoveAsync(new() { Toolchain = name }, cancellationToken: cancellationToken);
        context.Console.WriteErrorLine($"removed toolchain {name}");
        return ExitCodes.Success;
    }

    private static async Task<int> PromoteAsync(CommandContext context, string toolchain, string kernel, CancellationToken cancellationToken)
    {
        await context.Farm.Toolchains.PromoteAsync(new() { Toolchain = toolchain, Kernel = kernel }, cancellationToken: cancellationToken);
        context.Console.WriteErrorLine($"{toolchain} now serves {kernel}");
        return ExitCodes.Success;
    }
}
