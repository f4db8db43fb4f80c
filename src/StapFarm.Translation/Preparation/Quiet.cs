using StapFarm.Model.Work;

namespace StapFarm.Translation.Preparation;

/// <summary>For runs of stap whose passes nobody follows.</summary>
internal sealed class Quiet : IProgress<WorkProgress>
{
    public static Quiet Instance { get; } = new();

    public void Report(WorkProgress value)
    {
    }
}
