using System.Globalization;
using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;
using StapFarm.Model.Options;

namespace StapFarm.Translation.Keys;

/// <summary>
/// The parts of a request that decide what comes out of it, by name and in a fixed order: contents only, never a folder,
/// a time or a user.
/// </summary>
internal static class RequestFields
{
    public const string Epoch = "pipeline epoch";
    public const string Architecture = "architecture";
    public const string Toolchain = "toolchain";
    public const string Tree = "kernel tree";
    public const string Script = "script";
    public const string Argument = "argument";
    public const string Option = "option";
    public const string Tapset = "tapset";

    public static List<CanonicalField> Of(TranslationRequest request)
    {
        var source = request.Source;
        var options = OptionSet.Create(FrontDoor.Grpc, source.Options, source.Tapsets.Count);
        DemandScript(source, options);
        var fields = new List<CanonicalField>
        {
            new(Epoch, Encoding.ASCII.GetBytes(Pipeline.Epoch.ToString(CultureInfo.InvariantCulture))),
            new(Architecture, StrictText.Encode(request.Architecture.Name)),
            new(Toolchain, request.Pair.Toolchain.ToBytes()),
            new(Tree, request.Pair.Tree.ToBytes()),
        };
        if (source.Script is { } script)
        {
            fields.Add(new(Script, script));
        }

        fields.AddRange(source.Arguments.Select((argument, i) => new CanonicalField($"{Argument} {i + 1}", argument)));
        fields.AddRange(options.Canonical.GroupBy(option => option.Name).SelectMany(OptionFields));
        fields.AddRange(source.Tapsets.SelectMany(TapsetFields));
        return fields;
    }

    private static IEnumerable<CanonicalField> OptionFields(IGrouping<string, StapOption> options) =>
        options.Select((option, i) => new CanonicalField(i == 0 ? $"{Option} {option.Name}" : $"{Option} {option.Name} {i + 1}", option.Value));

    private static IEnumerable<CanonicalField> TapsetFields(TapsetDirectory directory, int number)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        // An empty directory still has a place in the order.
        yield return new($"{Tapset} {number}", null);
        foreach (var file in directory.Files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            TapsetPath.Demand(file.Path);
            if (!paths.Add(file.Path))
            {
                throw new FarmException(FailureCode.InvalidRequest, $"A tapset directory has the file '{file.Path}' twice.");
            }

            yield return new($"{Tapset} {number} {file.Path}", file.Content);
        }
    }

    private static void DemandScript(ScriptSource source, OptionSet options)
    {
        if (source.Script is null != options.IsListing)
        {
            throw new FarmException(
                FailureCode.InvalidRequest,
                options.IsListing ? "A listing takes no script." : "The request has no script.",
                "See: man stap");
        }

        if (source.Arguments.Concat(options.Canonical.Select(option => option.Value.GetValueOrDefault())).Any(word => word.Span.Contains((byte)0)))
        {
            throw new FarmException(FailureCode.InvalidRequest, "An argument or an option's value holds a zero byte, which no command line can carry.");
        }
    }
}
