using System.CommandLine;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.Farm;

/// <summary><c>stapfarm farm owner-key</c>: the key that the owner of a machine with Secure Boot enrols.</summary>
internal static class OwnerKeyCommand
{
    public static Command Create(CommandBinder binder)
    {
        var der = new Option<string?>("--der")
        {
            Description = "Write the certificate of the oldest to this file, as 'mokutil --import' takes it; makes a key if the farm has none",
            HelpName = "FILE",
        };
        return binder.Bind(new Command("owner-key", "Shows the keys that modules are signed with for kernels that load signed ones only (Secure Boot)") { der }, (context, parsed, token) =>
            ShowAsync(context, parsed.GetValue(der), token));
    }

    private static async Task<int> ShowAsync(CommandContext context, string? der, CancellationToken cancellationToken)
    {
        var response = await context.Farm.Signatures.ListOwnerKeysAsync(new() { MakeMissing = der is not null }, cancellationToken: cancellationToken);
        if (response.Keys.Count == 0)
        {
            throw new FarmException(FailureCode.NotFound, "The farm has no machine owner key yet.", "'stapfarm farm owner-key --der FILE' makes one.");
        }

        foreach (var key in response.Keys)
        {
            var sheet = new Sheet();
            sheet.Add("SHA-1", key.Sha1);
            sheet.Add("SHA-256", key.Sha256);
            context.Console.WriteLine(sheet.ToString());
        }

        if (der is not null)
        {
            await File.WriteAllBytesAsync(der, response.Keys[0].Certificate.Memory, cancellationToken);
        }

        return ExitCodes.Success;
    }
}
