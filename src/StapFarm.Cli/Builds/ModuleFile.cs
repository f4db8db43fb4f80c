using StapFarm.Cli.Display;
using StapFarm.Model.Failures;

namespace StapFarm.Cli.Builds;

/// <summary>The file of a module whose user named none.</summary>
internal static class ModuleFile
{
    /// <summary>The farm names the file, but not the folder.</summary>
    /// <exception cref="FarmException"><c>Internal</c>: the name can't be a file's.</exception>
    public static string NameOf(string module) =>
        module.Length > 0 && module.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-')
            ? module + ".ko"
            : throw new FarmException(FailureCode.Internal, $"The farm named the module '{PlainText.OneLine(module)}', which can't name a file.", "Name the file with -o FILE.");
}
