using Microsoft.Extensions.Logging;
using StapFarm.Model.Builds;
using StapFarm.Model.Options;
using StapFarm.Translation.Preparation;
using StapFarm.Translation.Sandbox;
using StapFarm.Translation.Stap;

namespace StapFarm.Translation.Kbuild;

/// <summary>
/// Takes over kbuild's commands from a trial, and has the same module built with them: they stay only if it is the same to
/// the byte.
/// </summary>
internal sealed partial class CommandTrial(StapRun stap, ILogger<CommandTrial> logger)
{
    /// <param name="folder">Where the trial's module has just been built by make.</param>
    /// <param name="making">The pair's folder in the making.</param>
    public async Task TakeAsync(
        TranslationPlace place,
        JobFolder folder,
        Slot slot,
        ScriptSource source,
        OptionSet options,
        string making,
        CancellationToken cancellationToken)
    {
        for (var isAgain = false; Module(folder) is { } byMake && DirectCommands.Record(folder, Trial.ModuleName, making) is { } recorded; isAgain = true)
        {
            File.Delete(Path.Combine(folder.Work, $"{Trial.ModuleName}.ko"));
            await stap.RunAsync(place, folder, slot, source, options, Trial.ModuleName, making, new StapTalk(Quiet.Instance), cancellationToken);
            if (DirectCommands.Used(folder) && Module(folder)?.AsSpan().SequenceEqual(byMake) == true)
            {
                return;
            }

            File.Delete(recorded);

            // stap 5.6 writes another Makefile when it finds its trials done: make has built by that one now.
            if (isAgain || !DirectCommands.IsNew(folder))
            {
                LogDifferent(logger, place.Tree.Identity.Release, place.Toolchain.Name);
                return;
            }
        }
    }

    private static byte[]? Module(JobFolder folder) =>
        BuiltFile.Find(folder.Work, $"{Trial.ModuleName}.ko") is { } file ? File.ReadAllBytes(file) : null;

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Kernel {Kernel} with {Toolchain}: kbuild's commands, run directly, make another module than kbuild. Builds will take a second longer.")]
    private static partial void LogDifferent(ILogger logger, string kernel, string toolchain);
}
