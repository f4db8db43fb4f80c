using StapFarm.Model.Failures;
using StapFarm.Model.Signing;

namespace StapFarm.Kernels.Elf;

/// <summary>
/// Reads the section <c>.stap_privilege</c> that stap's translator writes: one number of 4 bytes in the target's byte order.
/// Anything else than one such section is refused, so that there is nothing to read differently than staprun does.
/// </summary>
public sealed class StapModuleReader : IModuleReader
{
    private const string Section = ".stap_privilege";
    private const int Size = 4;

    public ModulePrivilege PrivilegeOf(ReadOnlyMemory<byte> module)
    {
        try
        {
            using var file = ElfFile.Open(new MemoryByteSource("the module", module));
            file.CheckWhole();
            return file.Type == ElfType.Relocatable ? Privilege(file) : throw Refuse("it is no kernel module, but another kind of ELF file");
        }
        catch (ElfFormatException exception)
        {
            throw Refuse(exception.Problem, exception);
        }
    }

    private static ModulePrivilege Privilege(ElfFile file)
    {
        if (file.Sections.Where(section => section.Name == Section).ToList() is not [var section])
        {
            throw Refuse($"it must have one section {Section}, as every module that stap compiled");
        }

        if (!section.HasContent || section.Size != Size)
        {
            throw Refuse($"its section {Section} hasn't the {Size} bytes that it must have");
        }

        var level = file.Fields(file.Read(section, Size)).Word(0);
        return level is (uint)ModulePrivilege.Stapusr or (uint)ModulePrivilege.Stapsys or (uint)ModulePrivilege.Stapdev
            ? (ModulePrivilege)level
            : throw Refuse($"its section {Section} holds {level}, which is no level that is known");
    }

    private static FarmException Refuse(string problem, Exception? cause = null) => new(
        FailureCode.Corrupt, $"The module doesn't say for whom it was compiled, so it isn't signed: {problem}.", "If the farm built it, its store is damaged: stapfarm doctor.", cause);
}
