using StapFarm.Model.Tickets;
using StapFarm.Runner.Bundles;
using StapFarm.Runner.Content;

namespace StapFarm.Runner.Sessions;

/// <summary>A session that may be started, with what it needs on this machine's disk.</summary>
internal sealed record AdmittedSession(SessionOrder Order, Ticket Ticket, UnpackedBundle Bundle, CacheLease BundleLease, CacheLease ModuleLease) : IDisposable
{
    public void Dispose()
    {
        BundleLease.Dispose();
        ModuleLease.Dispose();
    }
}
