using System.CommandLine;
using System.Globalization;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Display;
using StapFarm.Cli.Trust;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.Farm;

/// <summary><c>stapfarm farm certificate</c>, and the steps in which it is replaced.</summary>
internal static class CertificateCommand
{
    public static Command Create(CommandBinder binder)
    {
        var der = new Option<string?>("--der") { Description = "Write it to this file, in DER form", HelpName = "FILE" };
        var fingerprint = new Option<string?>("--fingerprint") { Description = "Which of several --der writes, by its SHA-256; else the one in use", HelpName = "HEX" };
        var signer = new Option<string?>("--signer-der") { Description = "Write the certificate that staprun has to trust to this file, in DER form", HelpName = "FILE" };
        var show = binder.Bind(new Command("certificate", "Shows the certificates that hosts have to trust for stap --use-server") { der, fingerprint, signer }, (context, parsed, token) =>
            ShowAsync(context, parsed.GetValue(der), parsed.GetValue(fingerprint), parsed.GetValue(signer), token));
        show.Add(Step(binder, "rotate", "Makes the next certificate, for hosts to trust beside the one in use", V1.StapCertificateStep.MakeNext));
        show.Add(Step(binder, "activate", "Puts the next certificate into use: when all hosts trust it", V1.StapCertificateStep.Activate));
        show.Add(Step(binder, "retire", "Removes the certificate that was in use before", V1.StapCertificateStep.Retire));
        return show;
    }

    private static Command Step(CommandBinder binder, string name, string description, V1.StapCertificateStep step) =>
        binder.Bind(new Command(name, description), async (context, _, token) =>
        {
            Show(context, await context.Farm.Farm.RotateStapCertificateAsync(new() { Step = step }, cancellationToken: token));
            return ExitCodes.Success;
        });

    private static async Task<int> ShowAsync(CommandContext context, string? der, string? fingerprint, string? signer, CancellationToken cancellationToken)
    {
        var server = await context.Farm.Farm.StapServerAsync(new(), cancellationToken: cancellationToken);
        var certificates = FarmCertificate.OfServer(server);
        if (certificates.Count == 0)
        {
            throw new FarmException(FailureCode.NotFound, "This farm doesn't serve stap --use-server.", "Start it with Farm:StapPort:Listen=ADDRESS:PORT.");
        }

        Show(context, server);
        if (der is not null)
        {
            var written = fingerprint is null ? certificates[0] : FarmCertificate.Named(certificates, FarmCertificate.ParseFingerprint(fingerprint));
            await File.WriteAllBytesAsync(der, written.Der, cancellationToken);
        }

        if (signer is not null)
        {
            await File.WriteAllBytesAsync(signer, server.SignerCertificate.ToByteArray(), cancellationToken);
        }

        return ExitCodes.Success;
    }

    private static void Show(CommandContext context, V1.StapServerResponse server)
    {
        var certificates = FarmCertificate.OfServer(server);
        foreach (var (certificate, index) in certificates.Select((certificate, index) => (certificate, index)))
        {
            var sheet = new Sheet();
            sheet.Add("address", server.Address);
            if (certificates.Count > 1)
            {
                sheet.Add("state", StateOf(server.TlsStates.ElementAtOrDefault(index)));
            }

            sheet.Add("SHA-256", certificate.Fingerprint);
            sheet.Add("serial", certificate.Serial);
            sheet.Add("valid until", certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            sheet.Add("signer SHA-256", FarmCertificate.Of(server.SignerCertificate.ToByteArray()).Fingerprint);
            context.Console.WriteLine(sheet.ToString());
        }
    }

    private static string StateOf(V1.StapCertificateState state) => state switch
    {
        V1.StapCertificateState.InUse => "in use",
        V1.StapCertificateState.Next => "next: hosts are to trust it before it is activated",
        V1.StapCertificateState.Previous => "previous: until it is retired",
        _ => "unknown",
    };
}
