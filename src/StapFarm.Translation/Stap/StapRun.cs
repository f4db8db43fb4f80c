using Microsoft.Extensions.Options;
using StapFarm.Model.Builds;
using StapFarm.Model.Options;
using StapFarm.Translation.Sandbox;

namespace StapFarm.Translation.Stap;

/// <summary>Runs stap once in a job's folder.</summary>
internal sealed class StapRun(ISandbox sandbox, IOptions<SandboxOptions> limits)
{
    /// <param name="preparedFolder">The prepared layer, seen through links in the job's cache; null without.</param>
    /// <exception cref="Model.Failures.FarmException">stap ended without a result, or a limit ended it.</exception>
    public async Task RunAsync(
        TranslationPlace place,
        JobFolder folder,
        Slot slot,
        ScriptSource source,
        OptionSet options,
        string moduleName,
        string? preparedFolder,
        StapTalk talk,
        CancellationToken cancellationToken)
    {
        var temporary = Path.Combine(folder.Temporary, Path.GetFileName(StapArguments.TemporaryFolder));
        if (Directory.Exists(temporary))
        {
            Directory.Delete(temporary, recursive: true);
        }

        Directory.CreateDirectory(temporary);
        JobFolder.Give(temporary, slot);
        if (source.Script is { } script)
        {
            await folder.WriteScriptAsync(script, cancellationToken);
        }

        for (var i = 0; i < source.Tapsets.Count; i++)
        {
            folder.TapsetFolder(i);
            foreach (var file in source.Tapsets[i].Files)
            {
                await folder.WriteTapsetFileAsync(i, file.Path, file.Content, cancellationToken);
            }
        }

        var job = new SandboxJob(
            place.ToolchainRoot,
            place.TreeFolder,
            folder,
            slot,
            StapArguments.For(place, source, options, moduleName),
            preparedFolder,
            talk.Hear);
        var result = await sandbox.RunAsync(job, cancellationToken);
        if (result.ExitCode != 0 || result.Limit is not null)
        {
            throw FailureClassifier.Classify(place, limits.Value, result, folder, talk);
        }
    }
}
