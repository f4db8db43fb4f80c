using StapFarm.Model.Failures;
using StapFarm.Model.Principals;

namespace StapFarm.CompileServer.Calls;

/// <summary>The embedded farm's rule: whoever reaches the loopback listener may do everything; nobody else anything.</summary>
internal sealed class LocalAuthorizer : IAuthorizer
{
    public void Demand(Principal principal, FarmAction action)
    {
        if (principal != Principal.Local)
        {
            throw new FarmException(
                FailureCode.NotAllowed,
                $"{principal} may not do this ({action}).",
                "This farm serves only its own machine.");
        }
    }
}
