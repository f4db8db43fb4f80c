using StapFarm.Model.Content;

namespace StapFarm.Model.Tickets;

/// <summary>The farm's word to one runner that it may load one module for one session.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Runner">The runner's identity.</param>
/// <param name="Module">Digest of the module's bytes.</param>
/// <param name="Bundle">Digest of the runtime bundle.</param>
/// <param name="ModuleName">The module's name without <c>.ko</c>.</param>
/// <param name="KernelRelease">The release that the module was built for.</param>
/// <param name="KernelBuildId">The build-id of vmlinux that the module was built for.</param>
/// <param name="Command">stap's <c>-c CMD</c>; null without.</param>
/// <param name="TargetPid">stap's <c>-x PID</c>; null without.</param>
/// <param name="Globals">stap's <c>-G</c>: each <c>name=value</c>.</param>
/// <param name="ExpiresAt">After this it is worth nothing. UTC, whole milliseconds.</param>
public sealed record Ticket(
    string Session,
    string Runner,
    Digest Module,
    Digest Bundle,
    string ModuleName,
    string KernelRelease,
    string KernelBuildId,
    ReadOnlyMemory<byte>? Command,
    int? TargetPid,
    IReadOnlyList<ReadOnlyMemory<byte>> Globals,
    DateTimeOffset ExpiresAt);
