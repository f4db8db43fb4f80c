using StapFarm.Model.Builds;
using StapFarm.Model.Content;

namespace StapFarm.Translation.Keys;

/// <summary>Names what a request gives, before any pass has run.</summary>
public static class ModuleKeys
{
    /// <exception cref="Model.Failures.FarmException"><c>InvalidRequest</c> when an option, a path or the combination isn't accepted.</exception>
    public static ModuleKey Of(TranslationRequest request) => new(Digest.Of(RequestCodec.Encode(request)));

    /// <summary>The parts that the key is made of, in their order, each with its own digest: two requests differ where these do.</summary>
    public static IReadOnlyList<KeyField> FieldsOf(TranslationRequest request) =>
        [.. RequestFields.Of(request).Select(field => new KeyField(field.Name, field.Digest))];
}
