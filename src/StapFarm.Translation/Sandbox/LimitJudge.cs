namespace StapFarm.Translation.Sandbox;

/// <summary>Tells which limit a build has passed.</summary>
internal static class LimitJudge
{
    public static SandboxLimit? Judge(SandboxOptions limits, Usage usage, TimeSpan wallTime, long scratchBytes)
    {
        if (wallTime > limits.WallTime)
        {
            return SandboxLimit.WallTime;
        }

        if (usage.CpuTime > limits.CpuTime)
        {
            return SandboxLimit.CpuTime;
        }

        if (usage.Memory > limits.MemoryBytes)
        {
            return SandboxLimit.MemoryBytes;
        }

        if (usage.Processes > limits.Processes)
        {
            return SandboxLimit.Processes;
        }

        return scratchBytes > limits.ScratchBytes ? SandboxLimit.ScratchBytes : null;
    }
}
