using System.Runtime.InteropServices;

namespace StapFarm.Cli.Display;

/// <summary>
/// Writes to an open file descriptor. The console's own stream keeps silent when nobody reads a pipe any more, and a file
/// stream doesn't move the offset that other processes share.
/// </summary>
internal sealed partial class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4; // EINTR
    private const int TryAgain = 11; // EAGAIN: whoever gave us the descriptor made it non-blocking.
    private const short WritingPossible = 4; // POLLOUT

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = Write(descriptor, buffer, buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    break;
                case TryAgain:
                    var wanted = new Poll { Descriptor = descriptor, Events = WritingPossible };
                    _ = Wait(ref wanted, 1, -1);
                    break;
                case var error:
                    throw new IOException($"The output can't be written: {Marshal.GetPInvokeErrorMessage(error)}", error);
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Wait(ref Poll polled, nuint count, int milliseconds);

    private struct Poll
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
