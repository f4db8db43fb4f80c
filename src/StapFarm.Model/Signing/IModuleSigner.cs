namespace StapFarm.Model.Signing;

/// <summary>
/// Signs modules with the farm's keys; the signer role alone has it. Signatures are layers beside the unsigned module, so
/// neither method changes what it is given. A module that gets both is signed for the kernel first: <c>.sgn</c> covers the
/// file as staprun reads it, with the kernel signature at its end.
/// </summary>
public interface IModuleSigner
{
    /// <summary>
    /// The certificate whose key signs for staprun: a host takes these signatures once it is in <c>/etc/systemtap/staprun</c>.
    /// </summary>
    SignerCertificate StaprunSigner { get; }

    /// <summary>
    /// The content of <c>NAME.ko.sgn</c>: a bare RSASSA-PKCS1-v1_5 signature with SHA-256 over all bytes of the file, which
    /// staprun 4.8 to 5.6 take.
    /// </summary>
    /// <param name="module">The module file as staprun will find it, kernel signature included.</param>
    /// <exception cref="Failures.FarmException">
    /// <c>NotAllowed</c>: it was compiled for neither stapusr nor stapsys, whatever was asked for; <c>Corrupt</c>: as
    /// <see cref="IModuleReader.PrivilegeOf"/>.
    /// </exception>
    ReadOnlyMemory<byte> SignForStaprun(ReadOnlyMemory<byte> module);

    /// <summary>
    /// The kernel (Secure Boot) signature: the bytes that follow the module's own in a signed file, as the kernel's
    /// <c>scripts/sign-file sha512</c> writes them. Whether the caller may have one is asked before.
    /// </summary>
    /// <param name="module">The module without a signature.</param>
    /// <param name="key">A key of <see cref="IMachineOwnerKeys"/>.</param>
    /// <exception cref="Failures.FarmException">
    /// <c>InvalidRequest</c>: the module ends with a signature already; <c>NotFound</c>: the farm no longer has the key;
    /// <c>Corrupt</c>: it is no module of stap's.
    /// </exception>
    ReadOnlyMemory<byte> SignForKernel(ReadOnlyMemory<byte> module, MachineOwnerKey key);
}
