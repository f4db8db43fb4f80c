using System.Globalization;
using StapFarm.Model.Work;

namespace StapFarm.Toolchains.Packing;

/// <summary>Reports a stream's progress in steps that a person can follow: each twentieth, or each 64 MB.</summary>
/// <param name="total">The bytes there will be, when that is known.</param>
internal sealed class ByteSteps(string stage, string text, long? total, IProgress<WorkProgress> progress)
{
    private const long Megabyte = 1024 * 1024;
    private readonly long _step = Math.Max(1, total is { } known ? known / 20 : 64 * Megabyte);
    private long _bytes;
    private long _next;

    public void Add(int bytes)
    {
        _bytes += bytes;
        if (_bytes < _next)
        {
            return;
        }

        _next = _bytes + _step;
        var size = (_bytes / Megabyte).ToString(CultureInfo.InvariantCulture);
        var all = total is { } known ? $" of {(known / Megabyte).ToString(CultureInfo.InvariantCulture)}" : "";
        progress.Report(new WorkProgress(stage, $"{text}: {size}{all} MB", total is { } sum ? Math.Min(1, (double)_bytes / sum) : null));
    }
}
