using StapFarm.Translation.Hints.Messages;

namespace StapFarm.Translation.Hints.Causes;

/// <summary>C code, or what stap makes of it, without <c>-g</c>.</summary>
internal sealed class GuruModeHint : IHint
{
    public Task<string?> FindAsync(HintCase failed, CancellationToken cancellationToken) => Task.FromResult(
        failed.Complaints.FirstOrDefault(complaint => complaint.Kind == ComplaintKind.ParseError && complaint.Text.EndsWith("need stap -g", StringComparison.Ordinal)) switch
        {
            null => null,
            { Token: "@const" } => "@const compiles its argument as C code, and C code is only allowed in guru mode. Add -g: stapfarm build -g SCRIPT; or write the constant's number.",
            _ => "The script has C code of its own (%{ ... %}), which is only allowed in guru mode, since nothing checks what it does in the kernel. Add -g: stapfarm build -g SCRIPT",
        });
}
