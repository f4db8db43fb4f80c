using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Storage.Blobs;

internal static class BlobFailures
{
    public static FarmException NotFound(Digest digest) =>
        new(FailureCode.NotFound, $"The store has no blob {digest}.");

    public static FarmException Damaged(Digest digest) => new(
        FailureCode.Corrupt,
        $"The stored blob {digest} doesn't match its digest any more: the disk or something that writes to it has changed it.",
        "Ask again: the damaged copy was removed and is made anew. If it happens again, check the disk.");

    public static FarmException OtherContent(Digest wanted, BlobRef found) => new(
        FailureCode.Corrupt,
        $"The content was announced as {wanted} and is {found.Digest} ({found.Size} bytes). It was not kept.",
        "Send it again.");

    public static void DemandOffset(Digest digest, long offset, long size)
    {
        if (offset < 0 || offset > size)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"The blob {digest} has {size} bytes; there is no byte {offset} to begin with.");
        }
    }
}
