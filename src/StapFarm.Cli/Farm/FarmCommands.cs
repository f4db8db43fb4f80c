using System.CommandLine;
using System.Text.Json;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.Farm;

/// <summary><c>stapfarm farm</c>.</summary>
internal static class FarmCommands
{
    public static Command Create(CommandBinder binder)
    {
        var json = CommandBinder.Json();
        return new Command("farm", "The farm itself")
        {
            binder.Bind(new Command("status", "Shows its workers and its queue") { json }, (context, parsed, token) =>
                StatusAsync(context, parsed.GetValue(json), token)),
            binder.Bind(new Command("key", "Prints the public key that runners check tickets with"), (context, _, token) => KeyAsync(context, token)),
            CertificateCommand.Create(binder),
            OwnerKeyCommand.Create(binder),
        };
    }

    private static async Task<int> StatusAsync(CommandContext context, bool json, CancellationToken cancellationToken)
    {
        var status = FarmStatusView.Of(context.Farm.Address, await context.Farm.Farm.StatusAsync(new(), cancellationToken: cancellationToken));
        if (json)
        {
            context.Console.WriteLine(JsonSerializer.Serialize(status, ViewJson.Default.FarmStatusView));
            return ExitCodes.Success;
        }

        var sheet = new Sheet();
        sheet.Add("address", status.Address);
        sheet.Add("version", status.Version);
        sheet.Add("roles", string.Join(", ", status.Roles));
        sheet.Add("workers", $"{status.Workers} with {status.Slots} slots");
        sheet.Add("work", $"{status.Leased} in progress, {status.Queued} queued");
        context.Console.WriteLine(sheet.ToString());
        return ExitCodes.Success;
    }

    private static async Task<int> KeyAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var status = await context.Farm.Farm.StatusAsync(new(), cancellationToken: cancellationToken);
        context.Console.WriteLine(status.TicketKeyPem.Length > 0
            ? status.TicketKeyPem.TrimEnd('\n')
            : throw new FarmException(FailureCode.NotFound, "The farm has no ticket key.", "Start a process of the farm with the role 'signer'."));
        return ExitCodes.Success;
    }
}
