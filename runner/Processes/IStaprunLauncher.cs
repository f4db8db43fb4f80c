namespace StapFarm.Runner.Processes;

/// <summary>Starts staprun as a specification says.</summary>
internal interface IStaprunLauncher
{
    /// <param name="specPath">A <c>Namespaces.EnterSpec</c>.</param>
    IStaprunProcess Start(string specPath);
}
