using System.CommandLine;
using System.Text.Json;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.Modules;

/// <summary><c>stapfarm modules</c>.</summary>
internal static class ModuleCommands
{
    public static Command Create(CommandBinder binder)
    {
        var key = new Argument<string>("KEY") { Description = "A module key, or eight or more digits of its start" };
        var json = CommandBinder.Json();
        return new Command("modules", "The modules and listings that the farm keeps")
        {
            binder.Bind(new Command("list", "Lists them, newest first") { json }, (context, parsed, token) => ListAsync(context, parsed.GetValue(json), token)),
            binder.Bind(new Command("show", "Shows one with the fields of its key") { key, json }, (context, parsed, token) =>
                ShowAsync(context, parsed.GetRequiredValue(key), parsed.GetValue(json), token)),
            binder.Bind(new Command("remove", "Removes one; it is built again when it is asked for") { key }, (context, parsed, token) =>
                RemoveAsync(context, parsed.GetRequiredValue(key), token)),
            SignCommand.Create(binder, key),
            CollectCommand.Create(binder),
        };
    }

    private static async Task<int> ListAsync(CommandContext context, bool json, CancellationToken cancellationToken)
    {
        var response = await context.Farm.Builds.ListModulesAsync(new(), cancellationToken: cancellationToken);
        var modules = response.Modules.OrderByDescending(module => module.BuiltAtUnixMs).ToList();
        if (json)
        {
            context.Console.WriteLine(JsonSerializer.Serialize([.. modules.Select(module => ModuleView.Of(module))], ViewJson.Default.ModuleViewArray));
            return ExitCodes.Success;
        }

        var table = new TextTable("KEY", "KIND", "NAME", "KERNEL", "STAP", "SIZE", "BUILT", "TOOK", "ASKED BY");
        foreach (var module in modules)
        {
            table.Add(
                Human.Short(module.ModuleKey),
                ModuleView.KindOf(module),
                module.ModuleName.Length == 0 ? "-" : module.ModuleName,
                module.Kernel.Release,
                module.StapVersion,
                Human.Bytes(module.Content.Size),
                Human.Time(module.BuiltAtUnixMs),
                Human.Seconds(module.DurationMs),
                module.AskedBy);
        }

        context.Console.WriteLine(table.ToString());
        return ExitCodes.Success;
    }

    private static async Task<int> ShowAsync(CommandContext context, string key, bool json, CancellationToken cancellationToken)
    {
        var response = await context.Farm.Builds.ShowModuleAsync(new() { ModuleKey = key }, cancellationToken: cancellationToken);
        if (json)
        {
            context.Console.WriteLine(JsonSerializer.Serialize(ModuleView.Of(response.Module, response.Fields), ViewJson.Default.ModuleView));
            return ExitCodes.Success;
        }

        var module = response.Module;
        var sheet = new Sheet();
        sheet.Add("module key", module.ModuleKey);
        sheet.Add("kind", ModuleView.KindOf(module));
        sheet.Add("name", module.ModuleName);
        sheet.Add("kernel", $"{module.Kernel.Release} ({module.Kernel.Architecture}, build-id {module.Kernel.BuildId})");
        sheet.Add("kernel tree", module.Tree);
        sheet.Add("toolchain", $"{module.Toolchain} (stap {module.StapVersion})");
        sheet.Add("content", $"{module.Content.Digest} ({Human.Bytes(module.Content.Size)})");
        sheet.Add("built", $"{Human.Time(module.BuiltAtUnixMs)} in {Human.Seconds(module.DurationMs)}");
        sheet.Add("asked by", module.AskedBy);
        context.Console.WriteLine(sheet.ToString());
        var table = new TextTable("FIELD OF THE KEY", "DIGEST");
        foreach (var field in response.Fields)
        {
            table.Add(field.Name, field.Digest);
        }

        context.Console.WriteLine($"\n{table}");
        if (!module.Warnings.IsEmpty)
        {
            context.Console.WriteLine($"\n{PlainText.Lines(module.Warnings.ToStringUtf8().TrimEnd('\n'))}");
        }

        return ExitCodes.Success;
    }

    private static async Task<int> RemoveAsync(CommandContext context, string key, CancellationToken cancellationToken)
    {
        await context.Farm.Builds.RemoveModuleAsync(new() { ModuleKey = key }, cancellationToken: cancellationToken);
        context.Console.WriteErrorLine($"removed module {key}");
        return ExitCodes.Success;
    }
}
