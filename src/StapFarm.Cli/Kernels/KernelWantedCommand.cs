using System.CommandLine;
using System.Text.Json;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.Kernels;

/// <summary><c>stapfarm kernel wanted</c>: what to add to the farm.</summary>
internal static class KernelWantedCommand
{
    public static Command Create(CommandBinder binder)
    {
        var json = CommandBinder.Json();
        return binder.Bind(
            new Command("wanted", "Kernels that runners run or clients asked for and the farm doesn't have, with the packages to add") { json },
            (context, parsed, token) => RunAsync(context, parsed.GetValue(json), token));
    }

    private static async Task<int> RunAsync(CommandContext context, bool json, CancellationToken cancellationToken)
    {
        var kernels = (await context.Farm.Kernels.WantedAsync(new(), cancellationToken: cancellationToken)).Kernels;
        if (json)
        {
            context.Console.WriteLine(JsonSerializer.Serialize([.. kernels.Select(WantedKernelView.Of)], ViewJson.Default.WantedKernelViewArray));
            return ExitCodes.Success;
        }

        if (kernels.Count == 0)
        {
            context.Console.WriteErrorLine("The farm has every kernel that its runners run and that was asked for.");
        }

        for (var i = 0; i < kernels.Count; i++)
        {
            context.Console.WriteLine(i == 0 ? Sheet(kernels[i]).ToString() : $"\n{Sheet(kernels[i])}");
        }

        return ExitCodes.Success;
    }

    private static Sheet Sheet(V1.WantedKernel kernel)
    {
        var sheet = new Sheet();
        sheet.Add("release", kernel.Identity.Release);
        if (kernel.Identity.BuildId.Length > 0)
        {
            sheet.Add("build-id", kernel.Identity.BuildId + (kernel.HasOtherBuild ? " (the farm has another build of this release)" : ""));
        }

        if (kernel.Runners.Count > 0)
        {
            sheet.Add("runs on", string.Join(", ", kernel.Runners));
        }

        if (kernel.AskedTimes > 0)
        {
            sheet.Add("asked for", $"{(kernel.AskedTimes == 1 ? "once," : $"{kernel.AskedTimes} times, last")} {Human.Time(kernel.LastAskedAtUnixMs)}");
        }

        foreach (var package in kernel.Packages)
        {
            sheet.Add("package", package);
        }

        sheet.Add("from", kernel.Where);
        sheet.Add("add with", kernel.Command);
        return sheet;
    }
}
