using StapFarm.Model.Failures;
using StapFarm.Model.Principals;

namespace StapFarm.CompileServer.Calls;

/// <summary>
/// The embedded farm's rule: whoever reaches the loopback listener may do everything; a client of <c>stap --use-server</c> may
/// build, as with stap-serverd; nobody else anything.
/// </summary>
internal sealed class LocalAuthorizer : IAuthorizer
{
    public void Demand(Principal principal, FarmAction action)
    {
        if (principal != Principal.Local && !(principal == Principal.StapPort && (action is FarmAction.Build or FarmAction.BuildGuru)))
        {
            throw new FarmException(
                FailureCode.NotAllowed,
                $"{principal} may not do this ({action}).",
                "This farm serves only its own machine.");
        }
    }
}
