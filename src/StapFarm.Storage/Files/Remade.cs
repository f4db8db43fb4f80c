using StapFarm.Model.Content;

namespace StapFarm.Storage.Files;

/// <summary>
/// What isn't flushed to the disk: results, and requests on their way to a worker. Whoever asks reads them verified, and when
/// a power failure took one it is a miss and is made again. Flushing them made every new build wait until the disk had also
/// taken the compiler's temporary files, up to half a second.
/// </summary>
internal static class Remade
{
    public static bool Includes(string mediaType) => mediaType is MediaTypes.Module or MediaTypes.Listing or MediaTypes.Request;

    public static bool Includes(ManifestKind kind) => kind == ManifestKind.Module;
}
