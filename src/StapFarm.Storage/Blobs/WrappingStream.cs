namespace StapFarm.Storage.Blobs;

/// <summary>A <see cref="ForwardStream"/> over another stream, which it owns.</summary>
internal abstract class WrappingStream(Stream inner) : ForwardStream
{
    protected Stream Inner { get; } = inner;

    public override async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
