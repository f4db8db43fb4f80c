namespace StapFarm.Translation.Sandbox;

/// <summary>
/// The slots of a worker. What stap tries out for a kernel takes minutes and has slots beside those of builds: else a build of
/// another kernel, which takes seconds, would wait for it.
/// </summary>
/// <param name="Builds">As many as the worker offers.</param>
/// <param name="Trials">For the two halves of one pair's trials.</param>
internal sealed record WorkerSlots(SlotPool Builds, SlotPool Trials)
{
    private const int OfTrials = 2;

    public static WorkerSlots Of(SandboxOptions options) => new(
        new SlotPool(0, options.Slots, options.FirstUid),
        new SlotPool(options.Slots, OfTrials, options.FirstUid));
}
