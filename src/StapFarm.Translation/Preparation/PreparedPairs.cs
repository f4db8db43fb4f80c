using System.Globalization;
using Microsoft.Extensions.Options;
using StapFarm.Model.Toolchains;
using StapFarm.Translation.Keys;

namespace StapFarm.Translation.Preparation;

/// <summary>
/// The folders with the results of stap's trials, one per pair: stap's own cache, two levels deep, and kbuild's commands.
/// A folder is there whole or not at all.
/// </summary>
internal sealed class PreparedPairs(IOptions<TranslationOptions> options)
{
    /// <summary>Of the folders' layout.</summary>
    private const int Version = 2;

    /// <summary>The folder of a prepared pair; null when it isn't prepared.</summary>
    public string? Find(PairName pair) => Directory.Exists(FolderOf(pair)) ? FolderOf(pair) : null;

    /// <summary>
    /// Where a pair's folder is or will be. stap's cache keys hold paths of the sandbox, so they change with the pipeline.
    /// </summary>
    public string FolderOf(PairName pair) => Path.Combine(options.Value.PreparedFolder, NameOf(pair));

    /// <summary>The folder's name: the layout's version, the pipeline's epoch, and the pair.</summary>
    public static string NameOf(PairName pair) =>
        string.Create(CultureInfo.InvariantCulture, $"v{Version}-{Pipeline.Epoch}-{pair.Toolchain.ToString()[..32]}-{pair.Tree.ToString()[..32]}");
}
