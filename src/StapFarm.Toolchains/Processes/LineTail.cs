namespace StapFarm.Toolchains.Processes;

/// <summary>The last lines of a program that may print any number of them.</summary>
internal sealed class LineTail
{
    private const int Kept = 20;
    private readonly Queue<string> _lines = new(Kept);

    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == Kept)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }
}
