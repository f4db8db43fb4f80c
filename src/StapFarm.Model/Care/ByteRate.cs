using System.Globalization;
using StapFarm.Model.Work;

namespace StapFarm.Model.Care;

/// <summary>Shows how many bytes have been read and how fast, a few times a second at most.</summary>
/// <param name="total">Bytes that there are.</param>
public sealed class ByteRate(string stage, string what, long total, IProgress<WorkProgress> progress, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly long _began = time.GetTimestamp();
    private long _read;
    private long _shown = -1;

    public void Add(long bytes)
    {
        _read += bytes;
        if (_shown < 0 || _read >= total || time.GetElapsedTime(_shown) >= Interval)
        {
            _shown = time.GetTimestamp();
            var seconds = Math.Max(time.GetElapsedTime(_began).TotalSeconds, 0.001);
            progress.Report(new(
                stage,
                string.Create(CultureInfo.InvariantCulture, $"{what}: {_read / 1e6:0} of {total / 1e6:0} MB, {_read / 1e6 / seconds:0} MB/s"),
                total > 0 ? Math.Min(1, (double)_read / total) : 1));
        }
    }
}
