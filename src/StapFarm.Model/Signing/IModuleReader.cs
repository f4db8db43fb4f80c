namespace StapFarm.Model.Signing;

/// <summary>Reads what stap wrote into a module about it.</summary>
public interface IModuleReader
{
    /// <summary>
    /// The level that the module was compiled for: what stap did, whatever the request's options said. A module that says
    /// nothing is refused, because staprun takes it for the least privileged one.
    /// </summary>
    /// <param name="module">The whole file, with or without a kernel signature at its end.</param>
    /// <exception cref="Failures.FarmException"><c>Corrupt</c>: it is no kernel module, or none that says its level once and clearly.</exception>
    ModulePrivilege PrivilegeOf(ReadOnlyMemory<byte> module);
}
