using System.CommandLine;
using StapFarm.Cli.Builds;
using StapFarm.Cli.CommandLine;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.Modules;

/// <summary><c>stapfarm modules sign</c>: the module with a signature at its end, for a kernel that loads signed ones only.</summary>
internal static class SignCommand
{
    public static Command Create(CommandBinder binder, Argument<string> key)
    {
        var enrolled = new Option<string[]>("--enrolled")
        {
            Description = "A key that the machine has ('SHA1 Fingerprint' of mokutil --list-enrolled); may be given several times. Without it the farm's oldest key signs",
            HelpName = "FINGERPRINT",
        };
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; NAME.ko if it isn't given", HelpName = "FILE" };
        return binder.Bind(
            new Command("sign", "Writes one with a signature for kernels that load signed modules only (Secure Boot)") { key, enrolled, output },
            (context, parsed, token) => SignAsync(context, parsed.GetRequiredValue(key), parsed.GetValue(enrolled) ?? [], parsed.GetValue(output), token));
    }

    private static async Task<int> SignAsync(CommandContext context, string key, string[] enrolled, string? output, CancellationToken cancellationToken)
    {
        var signed = await context.Farm.Signatures.SignForKernelAsync(new() { ModuleKey = key, Enrolled = { enrolled } }, cancellationToken: cancellationToken);
        var content = signed.Content.ToModel();
        var file = output ?? ModuleFile.NameOf(signed.ModuleName);
        await WholeFile.WriteAsync(file, async stream =>
        {
            await context.Download.CopyToAsync(content, stream, cancellationToken);
            await stream.WriteAsync(signed.Signature.Memory, cancellationToken);
        });
        context.Console.WriteErrorLine($"signed with the machine owner key {signed.Key.Sha1}");
        context.Console.WriteLine(file);
        return ExitCodes.Success;
    }
}
