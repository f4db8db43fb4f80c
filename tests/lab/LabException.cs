namespace StapFarm.Lab;

/// <summary>The lab could not do what was asked: what happened, and what to do about it.</summary>
public sealed class LabException : Exception
{
    public LabException(string message)
        : base(message)
    {
    }

    public LabException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
