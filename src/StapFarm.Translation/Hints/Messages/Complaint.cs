namespace StapFarm.Translation.Hints.Messages;

/// <summary>One error or warning of stap.</summary>
/// <param name="Text">What is wrong, without kind and place.</param>
/// <param name="Token">The word stap points at; null when it points at none.</param>
/// <param name="File">Where it is, by the sandbox's name; null when stap gives no place.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In bytes, from 1.</param>
/// <param name="Source">The line of source that stap quotes; null without.</param>
/// <param name="Details">Further lines of the same message, trimmed.</param>
internal sealed record Complaint(
    ComplaintKind Kind,
    string Text,
    string? Token,
    string? File,
    int Line,
    int Column,
    string? Source,
    IReadOnlyList<string> Details);
