using StapFarm.Model.Builds;

namespace StapFarm.Translation.Preparation;

/// <summary>A script whose translation makes stap try out a kernel, and keep what it finds.</summary>
/// <param name="Name">For people.</param>
/// <param name="IsVital">Whether the pair is useless when it fails.</param>
internal sealed record Trial(string Name, bool IsVital, string Script, string LastPass)
{
    public const string ModuleName = "stapfarm_trial";

    /// <summary>
    /// The kernel's features (about 200 compilations), the types of its headers, its tracepoint headers. stap keeps the
    /// results apart for <c>-g</c>, so each is done twice. Those that go as far as pass 4 also show how kbuild builds.
    /// </summary>
    public static IReadOnlyList<Trial> All { get; } =
    [
        new("features", true, "probe begin { exit() }", "4"),
        new("types", false, "probe netfilter.ip.local_in { println(saddr) }", "3"),
        new("tracepoints", false, "probe kernel.trace(\"sched_switch\") { exit() }", "4"),
    ];

    public ScriptSource Source(bool guru)
    {
        List<StapOption> options = [new("-p", System.Text.Encoding.ASCII.GetBytes(LastPass))];
        if (guru)
        {
            options.Add(new("-g"));
        }

        return new(System.Text.Encoding.ASCII.GetBytes(Script), "", [], options, []);
    }
}
