using System.CommandLine;
using System.Diagnostics;
using StapFarm.Cli.CommandLine;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.Trust;

/// <summary>
/// <c>stapfarm trust</c>: makes this host's stap trust the farm as its compile server. A server that is trusted sends what root
/// loads into the kernel: so only the certificate whose fingerprint was given, which came another way than the certificate.
/// </summary>
internal static class TrustCommand
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public static Command Create(CommandBinder binder)
    {
        var fingerprint = new Option<string[]>("--fingerprint")
        {
            Description = "The SHA-256 of the farm's certificate, from who runs the farm ('stapfarm farm certificate' on its machine); once for each, while one takes the other's place",
            HelpName = "HEX",
            Required = true,
        };
        var allUsers = new Option<bool>("--all-users") { Description = "In the database of all users, which root alone can use, instead of this user's own" };
        var signer = new Option<bool>("--signer")
        {
            Description = "As a signer of modules instead, which users of the groups stapusr and stapsys may then load: whoever has the farm's key is root on this host",
        };
        var apply = new Option<bool>("--apply") { Description = "Do it, instead of printing the commands" };
        return binder.Bind(new Command("trust", "Makes this host's stap trust the farm as its compile server (stap --use-server)") { fingerprint, allUsers, signer, apply }, (context, parsed, token) =>
            RunAsync(context, parsed.GetValue(fingerprint)!, parsed.GetValue(signer) ? TrustStore.OfStaprun : TrustStore.Find(parsed.GetValue(allUsers), Environment.GetEnvironmentVariable), parsed.GetValue(apply), token));
    }

    private static async Task<int> RunAsync(CommandContext context, string[] fingerprints, TrustStore store, bool apply, CancellationToken cancellationToken)
    {
        var wanted = fingerprints.Select(FarmCertificate.ParseFingerprint).Distinct().ToList();
        var server = await context.Farm.Farm.StapServerAsync(new(), cancellationToken: cancellationToken);
        var offered = FarmCertificate.OfServer(server);
        if (store.IsOfStaprun && offered.Count > 0)
        {
            offered = [FarmCertificate.Of(server.SignerCertificate.ToByteArray())];
        }

        // All are there before anything is done.
        var certificates = wanted.Select(one => FarmCertificate.Named(offered, one)).ToList();
        var tool = TrustTool.Find(Environment.GetEnvironmentVariable("PATH") ?? "");
        if (apply)
        {
            foreach (var certificate in certificates)
            {
                await ApplyAsync(tool, store, certificate, cancellationToken);
            }

            context.Console.WriteLine(store.IsOfStaprun
                ? $"staprun loads what the farm signed now: stap --use-server={server.Address} --privilege=stapusr"
                : $"stap trusts the farm now: stap --use-server={server.Address}");
        }
        else
        {
            Print(context, tool, store, certificates, offered[0]);
        }

        // Its fingerprint isn't said: it would come over the same way as the certificate.
        if (certificates.Count < offered.Count)
        {
            context.Console.WriteLine("# The farm is replacing its certificate: ask who runs it for the other fingerprint, and give that too.");
        }

        return ExitCodes.Success;
    }

    private static void Print(CommandContext context, TrustTool tool, TrustStore store, IReadOnlyList<FarmCertificate> certificates, FarmCertificate inUse)
    {
        const string file = "stapfarm.der";
        var exists = store.Exists;
        foreach (var certificate in certificates)
        {
            var which = store.IsOfStaprun ? "--signer-der" : certificate == inUse ? "--der" : $"--fingerprint {certificate.Fingerprint} --der";
            context.Console.WriteLine($"stapfarm farm certificate {which} {file}");
            context.Console.WriteLine($"echo '{certificate.Fingerprint}  {file}' | sha256sum --check");
            context.Console.WriteLine($"mkdir -p -m 755 {Quoted(store.Folder)}");
            foreach (var command in tool.Commands(store, file, exists).Concat(store.IsOfStaprun ? store.Preparing() : []))
            {
                context.Console.WriteLine(string.Join(' ', command.Select(Quoted)));
            }

            // The first of them makes the database.
            exists = true;
        }

        if (store.IsOfStaprun)
        {
            context.Console.WriteLine("# stap 5.5 and later find the database only with this, in the folder where their user runs them: ln -s / sql:");
        }
    }

    private static async Task ApplyAsync(TrustTool tool, TrustStore store, FarmCertificate certificate, CancellationToken cancellationToken)
    {
        if (store.Has(certificate))
        {
            return;
        }

        // stap 5.1 to 5.6 would make it writable for everybody.
        Directory.CreateDirectory(store.Folder, Folder);
        var file = Path.GetTempFileName();
        var said = new List<string>();
        try
        {
            await File.WriteAllBytesAsync(file, certificate.Der, cancellationToken);
            foreach (var command in tool.Commands(store, file, store.Exists))
            {
                said.Add(await RunAsync(command, cancellationToken));
            }
        }
        finally
        {
            File.Delete(file);
        }

        if (store.IsOfStaprun)
        {
            store.Prepare();
        }

        if (!store.Has(certificate))
        {
            throw new FarmException(FailureCode.Internal, $"The certificate didn't get into {store.Folder}: {string.Concat(said).Trim()}", "Look whether this user may write there.");
        }
    }

    private static async Task<string> RunAsync(string[] command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return output + await errors;
    }

    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "/.:,_-=".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
