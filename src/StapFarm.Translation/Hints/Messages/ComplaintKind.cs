namespace StapFarm.Translation.Hints.Messages;

internal enum ComplaintKind
{
    Warning,
    ParseError,
    SemanticError,
}
