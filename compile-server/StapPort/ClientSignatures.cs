using System.Text;
using Microsoft.Extensions.Options;
using StapFarm.Model.Options;
using StapFarm.Model.Signing;
using StapFarm.StapProtocol.Requests;
using StapFarm.StapProtocol.Responses;

namespace StapFarm.CompileServer.StapPort;

/// <summary>
/// Adds to a module what its client needs so that it may load it: a kernel signature on hosts that load signed modules only,
/// and <c>.sgn</c> for users whom staprun lets load signed modules. The stored module stays as it is.
/// </summary>
internal sealed class ClientSignatures(IServiceProvider services, IOptions<StapPortOptions> options)
{
    private const string Unrestricted = "stapdev";

    // As stap-serverd says it, so that whoever looks for its words finds them.
    private const string NoCommonKey =
        "Server: No matching machine owner key (MOK) available on the server to sign the\n module.\n"
        + "Server: The server has no machine owner key (MOK) in common with this\nsystem. Use the following command to import a server MOK into this\nsystem, then reboot:\n\n"
        + "\t# sudo mokutil --import signing_key.x509\n";

    /// <exception cref="Model.Failures.FarmException"><c>NotAllowed</c> when the module wasn't compiled for the users it is to be signed for.</exception>
    public SignedAnswer Sign(StapRequest request, OptionSet options, string name, ReadOnlyMemory<byte> module)
    {
        var (signed, words, key) = ForKernel(request.OwnerKeys, module);
        if (signed is not { } content)
        {
            return new(null, words, key);
        }

        // The keys are read when somebody needs them: most farms never sign for staprun.
        var signature = options.Privilege == Unrestricted ? default(ReadOnlyMemory<byte>?) : services.GetRequiredService<IModuleSigner>().SignForStaprun(content);
        return new(new ResponseModule(name, content, signature), words);
    }

    private (ReadOnlyMemory<byte>? Module, ReadOnlyMemory<byte> Words, ReadOnlyMemory<byte>? Key) ForKernel(OwnerKeys? enrolled, ReadOnlyMemory<byte> module)
    {
        if (enrolled is null)
        {
            return (module, default, null);
        }

        if (!options.Value.KernelSigning)
        {
            return (module, StapAnswers.Lines(["WARNING: This host's kernel loads signed modules only, and this farm signs none for stap --use-server. Its administrator can change that (KernelSigning)."]), null);
        }

        var keys = services.GetRequiredService<IMachineOwnerKeys>();
        if (keys.Find(enrolled.Fingerprints) is not { } key)
        {
            return (null, Encoding.UTF8.GetBytes(NoCommonKey), keys.FirstOrNew().Certificate);
        }

        var signature = services.GetRequiredService<IModuleSigner>().SignForKernel(module, key);
        return (StapAnswers.Join(module, signature), Encoding.UTF8.GetBytes($"Module signed with MOK, fingerprint \"{key.Sha1}\"\n"), null);
    }
}
