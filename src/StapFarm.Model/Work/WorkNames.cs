using System.Text;
using StapFarm.Model.Content;

namespace StapFarm.Model.Work;

internal static class WorkNames
{
    /// <summary>Free text isn't a manifest id; its digest is.</summary>
    public static string From(string kind, string specification) =>
        $"{kind}-{Digest.Of(Encoding.UTF8.GetBytes(specification)).Short}";
}
