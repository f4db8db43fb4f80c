namespace StapFarm.Model.Tickets;

/// <summary>Signs tickets with the farm's key. The signer role alone has it.</summary>
public interface ITicketSigner
{
    SignedTicket Sign(Ticket ticket);

    /// <summary>The public key that runners are given: PEM, SubjectPublicKeyInfo.</summary>
    string PublicKeyPem { get; }
}
