namespace StapFarm.Model.Options;

/// <summary>
/// The names under which stap sees a request's files, the same for every request: so the same script gives the same
/// module from any folder. They stand in what the module itself prints when it runs; stored messages hold
/// <see cref="Builds.Placeholders"/> instead.
/// </summary>
public static class SandboxNames
{
    public const string Script = "/stapfarm/script.stp";

    /// <summary>Followed by the directory's number, from 0.</summary>
    public const string TapsetPrefix = "/stapfarm/tapset/";
}
