using StapFarm.Model.Failures;

namespace StapFarm.Signing.Servers;

/// <summary>
/// Replaces the certificate of <see cref="IServerCertificate"/> in three steps, with days between them in which hosts are made
/// to trust the next one. Each step is done whole or not at all, and holds for all processes that read the same certificate;
/// it is refused as <c>NotAllowed</c> where this process may not change them.
/// </summary>
public interface IServerCertificateRotation
{
    /// <summary>The certificates that aren't in use but known: the next one, the previous one, in DER form.</summary>
    IReadOnlyList<(ServerCertificateState State, ReadOnlyMemory<byte> Der)> Others();

    /// <summary>Makes the next certificate, which takes seconds.</summary>
    /// <exception cref="FarmException">
    /// <c>InvalidRequest</c> when a rotation is under way; <c>NotAllowed</c> when this process makes no certificates.
    /// </exception>
    void MakeNext();

    /// <summary>Puts the next certificate into use. The one that was becomes the previous one.</summary>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when there is no next one, or the one before wasn't retired.</exception>
    void Activate();

    /// <summary>Removes the previous certificate with its key.</summary>
    /// <exception cref="FarmException"><c>InvalidRequest</c> when there is none.</exception>
    void Retire();
}
