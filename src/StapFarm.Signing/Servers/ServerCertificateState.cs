namespace StapFarm.Signing.Servers;

/// <summary>What a certificate for <c>stap --use-server</c> is while another takes its place.</summary>
public enum ServerCertificateState
{
    /// <summary>Clients are shown it.</summary>
    InUse,

    /// <summary>Clients are to trust it already; it is shown when it is activated.</summary>
    Next,

    /// <summary>It was shown until the present one was activated, and is kept until it is retired.</summary>
    Previous,
}
