namespace StapFarm.Cli.Modules;

/// <summary>A named part of a module key, as JSON shows it.</summary>
internal sealed record KeyFieldView(string Name, string Digest)
{
    public static KeyFieldView Of(V1.KeyField field) => new(field.Name, field.Digest);
}
