using StapFarm.Model.Signing;

namespace StapFarm.Signing.Tests.Modules;

/// <summary>Takes any bytes for a module of one level.</summary>
internal sealed class ClaimedLevel(ModulePrivilege level) : IModuleReader
{
    public ModulePrivilege PrivilegeOf(ReadOnlyMemory<byte> module) => level;
}
