using CsCheck;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using Xunit;

namespace StapFarm.Storage.Tests.Collection;

public sealed class CollectorProperties
{
    private const int Names = 6;
    private const int Contents = 4;

    /// <summary>
    /// Builds store contents, publish modules that name them, ask for them, run and remove them, in any order and at any
    /// step of collections with any bounds: whatever a module names is there, and so is what runs or was just used.
    /// </summary>
    [Fact]
    public void No_interleaving_loses_a_referenced_blob() =>
        Gen.Int.Array[20, 60].Sample(
            steps => InterleaveAsync(steps).GetAwaiter().GetResult(), iter: 60, threads: 1);

    private static async Task InterleaveAsync(int[] steps)
    {
        var queue = new Queue<int>(steps);
        var isCollecting = false;
        CollectedStore? store = null;
        using var made = store = new CollectedStore(async () =>
        {
            if (isCollecting && queue.TryDequeue(out var step))
            {
                await StepAsync(store!, step, mayCollect: false);
            }
        });
        while (queue.TryDequeue(out var step))
        {
            await StepAsync(made, step, mayCollect: true);
            await DemandWholeAsync(made);
        }

        async Task StepAsync(CollectedStore at, int step, bool mayCollect)
        {
            var (act, name, content) = ((uint)step % 8, $"module {(uint)step / 8 % Names}", $"content {(uint)step / 64 % Contents}");
            switch (act)
            {
                case 0:
                    await at.PutAsync(content);
                    break;
                case 1:
                    await TryPublishAsync(at, name, content);
                    break;
                case 2:
                    await at.Modules.FindAsync(CollectedStore.Key(name), default);
                    break;
                case 3:
                    // What begins to run has just been found.
                    if (await at.Modules.FindAsync(CollectedStore.Key(name), default) is { } found)
                    {
                        at.Uses.Now.Add(new("session", [], found.Key, null, "s"));
                    }

                    break;
                case 4:
                    at.Uses.Now.Clear();
                    break;
                case 5 when at.Uses.Now.All(use => use.Module != CollectedStore.Key(name)):
                    await at.Modules.RemoveAsync(CollectedStore.Key(name), default);
                    break;
                case 6:
                    at.Pass(CollectedStore.Grace * ((uint)step / 8 % 5) / 2);
                    break;
                case 7 when mayCollect:
                    isCollecting = true;
                    await at.CollectAsync(
                        step % 3 == 0 ? null : CollectedStore.Grace * ((uint)step / 8 % 4),
                        step % 5 == 0 ? null : (uint)step / 16 % 40,
                        step % 7 == 0 ? (uint)step / 32 % 40 : null);
                    isCollecting = false;
                    break;
            }
        }
    }

    /// <summary>Publishes what was stored before, perhaps long before: it's either refused or whole.</summary>
    private static async Task TryPublishAsync(CollectedStore store, string name, string content)
    {
        try
        {
            await store.PublishAsync(name, new BlobRef(Digest.Of(System.Text.Encoding.UTF8.GetBytes(content)), content.Length, MediaTypes.Module));
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.NotFound)
        {
            // It was never stored, or collected since: the build stores it again.
        }
    }

    private static async Task DemandWholeAsync(CollectedStore store)
    {
        for (var i = 0; i < Names; i++)
        {
            var key = CollectedStore.Key($"module {i}");
            if (await store.Modules.PeekAsync(key, default) is { } manifest)
            {
                await using var content = await store.Blobs.OpenAsync(manifest.Content.Digest, 0, default);
                await content.CopyToAsync(Stream.Null);
            }
            else
            {
                Assert.DoesNotContain(store.Uses.Now, use => use.Module == (ModuleKey?)key);
            }
        }

        Assert.DoesNotContain(store.Files, file => file.StartsWith("incoming", StringComparison.Ordinal));
    }
}
