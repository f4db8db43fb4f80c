namespace StapFarm.Model.Principals;

/// <summary>The one place that decides who may do what.</summary>
public interface IAuthorizer
{
    /// <exception cref="Failures.FarmException"><c>NotAllowed</c>, naming the principal and the action.</exception>
    void Demand(Principal principal, FarmAction action);
}
