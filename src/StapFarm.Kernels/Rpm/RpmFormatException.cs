namespace StapFarm.Kernels.Rpm;

/// <summary>A file isn't the RPM package that it should be: another format, truncated, or with fields that contradict each other.</summary>
internal sealed class RpmFormatException(string problem) : Exception(problem);
