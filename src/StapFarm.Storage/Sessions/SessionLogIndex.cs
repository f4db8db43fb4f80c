namespace StapFarm.Storage.Sessions;

/// <summary>What is known of a log: how far it goes, and where some of its records begin.</summary>
internal sealed class SessionLogIndex
{
    private const int Distance = 64 * 1024;

    private readonly List<(long Number, long Position)> _marks = [];

    /// <summary>The number of the last stored chunk; 0 when there is none.</summary>
    public long Last { get; private set; }

    /// <summary>Where the next record goes; 0 when the file hasn't its header yet.</summary>
    public long End { get; private set; }

    public void Begin(int headerLength) => End = headerLength;

    public void Add(long number, int length)
    {
        if (_marks.Count == 0 || End - _marks[^1].Position >= Distance)
        {
            _marks.Add((number, End));
        }

        Last = number;
        End += length;
    }

    /// <summary>A position from which the chunk is found by going through the records.</summary>
    public long PositionBefore(long number)
    {
        var (low, high) = (0, _marks.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _marks[middle].Number <= number ? (middle, high) : (low, middle - 1);
        }

        return _marks.Count == 0 ? End : _marks[low].Position;
    }
}
