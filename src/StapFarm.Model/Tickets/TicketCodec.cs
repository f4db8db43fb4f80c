using System.Buffers.Binary;
using System.Text;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;

namespace StapFarm.Model.Tickets;

/// <summary>
/// The canonical encoding of a ticket: the text <c>stapfarm-ticket</c>, a version byte, then each field as a 32-bit
/// big-endian length and its bytes. Text is UTF-8, numbers are decimal text, an absent field has the length 0xFFFFFFFF.
/// The globals are preceded by their count.
/// </summary>
public static class TicketCodec
{
    /// <summary>The version of this encoding.</summary>
    public const byte Version = 1;

    private const uint Absent = uint.MaxValue;

    private static ReadOnlySpan<byte> Magic => "stapfarm-ticket"u8;

    public static byte[] Encode(Ticket ticket)
    {
        using var output = new MemoryStream();
        output.Write(Magic);
        output.WriteByte(Version);
        WriteText(output, ticket.Session);
        WriteText(output, ticket.Runner);
        WriteText(output, ticket.Module.ToString());
        WriteText(output, ticket.Bundle.ToString());
        WriteText(output, ticket.ModuleName);
        WriteText(output, ticket.KernelRelease);
        WriteText(output, ticket.KernelBuildId);
        Write(output, ticket.Command);
        WriteText(output, ticket.TargetPid?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        WriteText(output, ticket.Globals.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var global in ticket.Globals)
        {
            Write(output, global);
        }

        WriteText(output, ticket.ExpiresAt.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        return output.ToArray();
    }

    /// <exception cref="FarmException"><c>BadTicket</c>, or <c>UnknownVersion</c>.</exception>
    public static Ticket Decode(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith(Magic) || content.Length == Magic.Length)
        {
            throw Bad("it doesn't begin as one");
        }

        if (content[Magic.Length] != Version)
        {
            throw new FarmException(
                FailureCode.UnknownVersion,
                $"The ticket has version {content[Magic.Length]}; this runner knows version {Version}.",
                "Install the runner that fits the farm's release.");
        }

        var reader = new Reader(content[(Magic.Length + 1)..]);
        var ticket = new Ticket(
            reader.Text(),
            reader.Text(),
            reader.Digest(),
            reader.Digest(),
            reader.Text(),
            reader.Text(),
            reader.Text(),
            reader.OptionalBytes(),
            reader.OptionalBytes() is { } pid ? Pid(pid.Span) : null,
            reader.List(),
            DateTimeOffset.FromUnixTimeMilliseconds(reader.Number()));
        return reader.AtEnd ? ticket : throw Bad("bytes follow its end");
    }

    private static FarmException Bad(string why) => new(FailureCode.BadTicket, $"This is not a ticket of the farm: {why}.");

    private static long Number(ReadOnlySpan<byte> text) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number <= 253_402_300_799_999
            ? number
            : throw Bad("a number in it is none");

    private static int Pid(ReadOnlySpan<byte> text) =>
        Number(text) is var pid && pid <= int.MaxValue ? (int)pid : throw Bad("a number in it is none");

    private static void WriteText(Stream output, string? text) =>
        Write(output, text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text));

    private static void Write(Stream output, ReadOnlyMemory<byte>? field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, field is { } value ? (uint)value.Length : Absent);
        output.Write(length);
        output.Write(field.GetValueOrDefault().Span);
    }

    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public readonly bool AtEnd => _rest.IsEmpty;

        public ReadOnlyMemory<byte>? OptionalBytes()
        {
            if (_rest.Length < 4)
            {
                throw Bad("it is cut short");
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(_rest);
            _rest = _rest[4..];
            if (length == Absent)
            {
                return null;
            }

            if (length > _rest.Length)
            {
                throw Bad("it is cut short");
            }

            var field = _rest[..(int)length].ToArray();
            _rest = _rest[(int)length..];
            return field;
        }

        public string Text() => Encoding.UTF8.GetString((OptionalBytes() ?? throw Bad("a field is missing")).Span);

        public Digest Digest() => Content.Digest.TryParse(Text(), out var digest) ? digest : throw Bad("a digest in it is none");

        public long Number() => TicketCodec.Number((OptionalBytes() ?? throw Bad("a field is missing")).Span);

        public List<ReadOnlyMemory<byte>> List()
        {
            var count = Number();
            var list = new List<ReadOnlyMemory<byte>>();
            for (long i = 0; i < count; i++)
            {
                list.Add(OptionalBytes() ?? throw Bad("a field is missing"));
            }

            return list;
        }
    }
}
