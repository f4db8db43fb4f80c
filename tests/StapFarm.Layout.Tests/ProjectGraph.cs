using System.Xml.Linq;

namespace StapFarm.Layout.Tests;

/// <summary>The projects of the solution and what each references, read from the project files.</summary>
internal static class ProjectGraph
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> References { get; } =
        Directory.EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .ToDictionary(
                path => Path.GetFileNameWithoutExtension(path),
                path => (IReadOnlyList<string>)[.. Values(path, "ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference))]);

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Packages { get; } =
        Directory.EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .ToDictionary(
                path => Path.GetFileNameWithoutExtension(path),
                path => (IReadOnlyList<string>)[.. Values(path, "PackageReference")]);

    private static IEnumerable<string> Values(string project, string element) =>
        XDocument.Load(project).Descendants(element).Select(node => (string)node.Attribute("Include")!);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "StapFarm.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests don't run inside the checkout.");
        }

        return folder.FullName;
    }
}
