using System.CommandLine;
using System.Globalization;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;
using StapFarm.Cli.Trust;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.Farm;

/// <summary><c>stapfarm farm certificate</c>.</summary>
internal static class CertificateCommand
{
    public static Command Create(CommandBinder binder)
    {
        var der = new Option<string?>("--der") { Description = "Write it to this file, in DER form", HelpName = "FILE" };
        var signer = new Option<string?>("--signer-der") { Description = "Write the certificate that staprun has to trust to this file, in DER form", HelpName = "FILE" };
        return binder.Bind(new Command("certificate", "Shows the certificates that hosts have to trust for stap --use-server") { der, signer }, (context, parsed, token) =>
            ShowAsync(context, parsed.GetValue(der), parsed.GetValue(signer), token));
    }

    private static async Task<int> ShowAsync(CommandContext context, string? der, string? signer, CancellationToken cancellationToken)
    {
        var server = await context.Farm.Farm.StapServerAsync(new(), cancellationToken: cancellationToken);
        if (server.TlsCertificates.Count == 0)
        {
            throw new FarmException(FailureCode.NotFound, "This farm doesn't serve stap --use-server.", "Start it with Farm:StapPort:Listen=ADDRESS:PORT.");
        }

        foreach (var certificate in server.TlsCertificates.Select(one => FarmCertificate.Of(one.ToByteArray())))
        {
            var sheet = new Sheet();
            sheet.Add("address", server.Address);
            sheet.Add("SHA-256", certificate.Fingerprint);
            sheet.Add("serial", certificate.Serial);
            sheet.Add("valid until", certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            sheet.Add("signer SHA-256", FarmCertificate.Of(server.SignerCertificate.ToByteArray()).Fingerprint);
            context.Console.WriteLine(sheet.ToString());
        }

        if (der is not null)
        {
            await File.WriteAllBytesAsync(der, server.TlsCertificates[0].ToByteArray(), cancellationToken);
        }

        if (signer is not null)
        {
            await File.WriteAllBytesAsync(signer, server.SignerCertificate.ToByteArray(), cancellationToken);
        }

        return ExitCodes.Success;
    }
}
