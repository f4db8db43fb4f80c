using System.Runtime.CompilerServices;
using StapFarm.Model.Care;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Work;

namespace StapFarm.Storage.Care;

/// <summary>Reads every manifest and looks whether the blobs that it names are there.</summary>
/// <param name="forms">How the manifests of each kind are read; a kind that none is given for isn't looked at.</param>
public sealed class ManifestsCheck(IManifestStore manifests, IBlobStore blobs, IEnumerable<ManifestForm> forms) : IStoreCheck
{
    public string Store => "manifests";

    public async IAsyncEnumerable<Finding> ExamineAsync(bool quick, IProgress<WorkProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var form in forms)
        {
            progress.Report(new(Store, $"reading manifests: {form.Kind}"));
            foreach (var name in await manifests.ListAsync(form.Kind, cancellationToken).ToListAsync(cancellationToken))
            {
                if (await JudgeAsync(form, name, cancellationToken) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    private async Task<Finding?> JudgeAsync(ManifestForm form, ManifestName name, CancellationToken cancellationToken)
    {
        if (await manifests.GetAsync(name, cancellationToken) is not { } document)
        {
            return null;
        }

        try
        {
            foreach (var blob in form.Blobs(document))
            {
                if (await blobs.StatAsync(blob.Digest, cancellationToken) is null)
                {
                    var missing = Found(form, name, $"names the blob {blob.Digest} ({blob.MediaType}), which isn't there");
                    return form.IsRemade ? Droppable(form, missing, name) : missing;
                }
            }

            return null;
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.UnknownVersion)
        {
            var unknown = Found(form, name, exception.Failure.Message);
            return form.IsRemade
                ? Droppable(form, unknown, name)
                : unknown with { Advice = "Use the release of StapFarm that wrote it, or give this one a data root of its own." };
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.Corrupt)
        {
            // Nobody can read it, so nobody misses it, and as long as it is there nothing else can have its name.
            return Droppable(form, Found(form, name, exception.Failure.Message), name);
        }
    }

    private Finding Found(ManifestForm form, ManifestName name, string what) => new(Store, $"{name.Kind} {name.Id}", what, form.WayOut);

    private Finding Droppable(ManifestForm form, Finding finding, ManifestName name) => finding with
    {
        Repair = async (_, cancellationToken) =>
        {
            if (await JudgeAsync(form, name, cancellationToken) is null)
            {
                return "it is whole or gone by now";
            }

            await manifests.DeleteAsync(name, cancellationToken);
            return "dropped it";
        },
    };
}
