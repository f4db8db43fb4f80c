using System.Text;
using StapFarm.Model.Builds;
using StapFarm.Model.Failures;

namespace StapFarm.Model.Options;

/// <summary>
/// Splits a command line into options and the rest as getopt_long(3) does without POSIXLY_CORRECT: options and other
/// words may be mixed, <c>--</c> ends the options, a value is joined to its option or the next word.
/// </summary>
internal sealed class GetoptScanner(IReadOnlyList<ReadOnlyMemory<byte>> words)
{
    private readonly List<StapOption> _options = [];
    private readonly List<ReadOnlyMemory<byte>> _rest = [];
    private int _next;

    /// <summary>The options in the order given, in canonical spelling.</summary>
    public IReadOnlyList<StapOption> Options => _options;

    /// <summary>The other words in the order given.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Rest => _rest;

    public GetoptScanner Scan()
    {
        while (_next < words.Count)
        {
            var word = words[_next++];
            if (word.Span.SequenceEqual("--"u8))
            {
                _rest.AddRange(words.Skip(_next));
                break;
            }

            if (word.Span.StartsWith("--"u8))
            {
                ScanLong(word);
            }
            else if (word.Length > 1 && word.Span[0] == (byte)'-')
            {
                ScanShort(word[1..]);
            }
            else
            {
                _rest.Add(word);
            }
        }

        return this;
    }

    private void ScanLong(ReadOnlyMemory<byte> word)
    {
        var equals = word.Span.IndexOf((byte)'=');
        // A bare null would become an empty value: byte[] converts to memory, and null to byte[].
        var value = equals < 0 ? default(ReadOnlyMemory<byte>?) : word[(equals + 1)..];
        var spelling = OptionLookup.Spelling(Encoding.UTF8.GetString(equals < 0 ? word.Span : word.Span[..equals]));
        var takes = OptionLookup.Shorthand(spelling) is null ? OptionLookup.Rule(spelling).Value : OptionValue.None;
        if (takes == OptionValue.Required && value is null)
        {
            value = NextWord(spelling);
        }

        if (takes == OptionValue.None && value is not null)
        {
            throw new FarmException(FailureCode.InvalidRequest, $"The option {spelling} takes no value.", "See: man stap");
        }

        Add(spelling, value);
    }

    private void ScanShort(ReadOnlyMemory<byte> letters)
    {
        while (!letters.IsEmpty)
        {
            var spelling = OptionLookup.Spelling($"-{(char)letters.Span[0]}");
            letters = letters[1..];
            if (OptionLookup.Shorthand(spelling) is null && OptionLookup.Rule(spelling).Value == OptionValue.Required)
            {
                Add(spelling, letters.IsEmpty ? NextWord(spelling) : letters);
                return;
            }

            Add(spelling, null);
        }
    }

    private ReadOnlyMemory<byte> NextWord(string spelling) =>
        _next < words.Count
            ? words[_next++]
            : throw new FarmException(FailureCode.InvalidRequest, $"The option {spelling} needs a value.", "See: man stap");

    private void Add(string spelling, ReadOnlyMemory<byte>? value) =>
        _options.Add(OptionLookup.Shorthand(spelling) ?? new StapOption(OptionLookup.Rule(spelling).Name, value));
}
