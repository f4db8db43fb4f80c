using StapFarm.Model.Builds;
using StapFarm.Model.Options;
using StapFarm.Model.Principals;

namespace StapFarm.CompileServer.Builds;

/// <summary>C code of the script's own may do anything in a kernel: that is an action of its own.</summary>
internal static class GuruRule
{
    /// <exception cref="Model.Failures.FarmException"><c>NotAllowed</c>; <c>InvalidRequest</c> when an option isn't accepted.</exception>
    public static void DemandBuild(this IAuthorizer authorizer, Principal principal, ScriptSource source)
    {
        authorizer.Demand(principal, FarmAction.Build);
        if (OptionSet.Create(FrontDoor.Grpc, source.Options, source.Tapsets.Count).AllowsEmbeddedC)
        {
            authorizer.Demand(principal, FarmAction.BuildGuru);
        }
    }
}
