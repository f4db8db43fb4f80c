namespace StapFarm.Runner.Connection;

/// <summary>The farm's commands are numbered without gaps; each is carried out once, however often it comes.</summary>
internal sealed class CommandLedger
{
    /// <summary>The number of the last command that was carried out; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>Whether this command is to be carried out now; the next ones follow it.</summary>
    /// <exception cref="InvalidDataException">A command is missing before it.</exception>
    public bool Take(long number)
    {
        if (number <= Last)
        {
            return false;
        }

        if (number != Last + 1)
        {
            throw new InvalidDataException($"The farm sent command {number} after {Last}.");
        }

        Last = number;
        return true;
    }
}
