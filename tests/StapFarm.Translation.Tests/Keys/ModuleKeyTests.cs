using System.Text;
using CsCheck;
using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Translation.Keys;
using Xunit;

namespace StapFarm.Translation.Tests.Keys;

public sealed class ModuleKeyTests
{
    [Fact]
    public void Golden_keys_hold_the_encoding_still()
    {
        Assert.Equal(
            "acd2fdee05dec373f0f416143ffd327fc46e6982b0bb391ffd4f657f94c98171",
            ModuleKeys.Of(Requests.Simple("probe begin { exit() }")).ToString());
        Assert.Equal("256e5d79d15e3fd501f6884da87afa4a458bf9322393e0b4fbe115d1fadec73d", ModuleKeys.Of(Rich()).ToString());
        Assert.Equal("cc98f19b8ab749186771c1e2a0afd810db252bd5808b56a1746e572008b35d14", ModuleKeys.Of(Listing()).ToString());
    }

    [Fact]
    public void The_golden_encoding_is_spelled_out()
    {
        var encoded = RequestCodec.Encode(Requests.Simple("x"));
        var expected = new List<byte>("stapfarm-request\u0001"u8.ToArray());
        Field("pipeline epoch", "1"u8);
        Field("architecture", "x86_64"u8);
        Field("toolchain", Requests.Pair.Toolchain.ToBytes());
        Field("kernel tree", Requests.Pair.Tree.ToBytes());
        Field("script", "x"u8);
        Assert.Equal(expected, encoded);

        void Field(string name, ReadOnlySpan<byte> value)
        {
            expected.AddRange([0, 0, 0, (byte)name.Length, .. Encoding.UTF8.GetBytes(name), 0, 0, 0, (byte)value.Length, .. value]);
        }
    }

    [Fact]
    public void The_fields_are_named_for_explain() =>
        Assert.Equal(
            [
                "pipeline epoch", "architecture", "toolchain", "kernel tree", "script", "argument 1", "argument 2", "option -g",
                "option -D", "option -D 2", "tapset 0", "tapset 0 a.stp", "tapset 0 sub/b.stp", "tapset 1",
            ],
            ModuleKeys.FieldsOf(Rich()).Select(field => field.Name));

    [Fact]
    public void Two_requests_that_differ_never_encode_alike() =>
        Gen.Select(Requests.Any, Requests.Any).Sample((a, b) =>
            RequestCodec.Encode(a).SequenceEqual(RequestCodec.Encode(b)) == Describe(a).SequenceEqual(Describe(b)));

    [Fact]
    public void Each_changed_byte_of_any_part_changes_the_key_and_the_field_of_that_part() =>
        Gen.Select(Requests.Any, Gen.Int[0, 1_000_000], Gen.Byte[1, 255]).Sample((request, where, change) =>
        {
            foreach (var (field, other) in Variants(request, where, change))
            {
                var differing = ModuleKeys.FieldsOf(request).Zip(ModuleKeys.FieldsOf(other)).Where(pair => pair.First != pair.Second).Select(pair => pair.First.Name);
                Assert.NotEqual(ModuleKeys.Of(request), ModuleKeys.Of(other));
                Assert.Equal([field], differing);
            }
        });

    [Fact]
    public void Names_folders_and_what_is_only_shown_do_not_change_the_key() =>
        Requests.Any.Where(request => request.Source.Options.All(option => option.Name is not ("-p" or "-v" or "-w"))).Sample(request =>
        {
            var other = request with
            {
                Source = request.Source with
                {
                    DisplayName = "/home/other/script.stp",
                    Options = [new("-v"), .. request.Source.Options, new("-w"), new("--color")],
                    Tapsets = [.. request.Source.Tapsets.Select(tapset => new TapsetDirectory("/elsewhere", [.. tapset.Files.Reverse()]))],
                },
            };
            return ModuleKeys.Of(request) == ModuleKeys.Of(other);
        });

    [Fact]
    public void A_request_survives_its_encoding() =>
        Requests.Any.Sample(request => RequestCodec.Encode(RequestCodec.Decode(RequestCodec.Encode(request))).SequenceEqual(RequestCodec.Encode(request)));

    [Fact]
    public void A_listing_has_no_script_and_survives_its_encoding()
    {
        var decoded = RequestCodec.Decode(RequestCodec.Encode(Listing()));
        Assert.Null(decoded.Source.Script);
        Assert.Equal(ModuleKeys.Of(Listing()), ModuleKeys.Of(decoded));
    }

    [Fact]
    public void The_digest_of_the_encoded_request_is_the_key() =>
        Assert.Equal(ModuleKeys.Of(Rich()).Digest, Digest.Of(RequestCodec.Encode(Rich())));

    [Fact]
    public void An_empty_script_is_not_a_missing_one()
    {
        var empty = Requests.Simple("");
        var failure = Assert.Throws<FarmException>(() => ModuleKeys.Of(empty with { Source = empty.Source with { Script = null } })).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        Assert.Contains(ModuleKeys.FieldsOf(empty), field => field.Name == "script");
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../up.stp")]
    [InlineData("a/../../b")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_tapset_path_that_leaves_its_directory_is_refused(string path) =>
        Assert.Equal(FailureCode.InvalidRequest, Assert.Throws<FarmException>(() => ModuleKeys.Of(With(path))).Failure.Code);

    [Fact]
    public void A_tapset_file_given_twice_is_refused() =>
        Assert.Throws<FarmException>(() => ModuleKeys.Of(With("a.stp", "a.stp")));

    [Fact]
    public void A_name_that_is_no_text_is_refused_instead_of_replaced() =>
        Assert.Throws<FarmException>(() => ModuleKeys.Of(With("\ud800.stp")));

    [Fact]
    public void An_unknown_version_is_refused_with_its_number()
    {
        var encoded = RequestCodec.Encode(Rich());
        encoded["stapfarm-request".Length] = 9;
        var failure = Assert.Throws<FarmException>(() => RequestCodec.Decode(encoded)).Failure;
        Assert.Equal(FailureCode.UnknownVersion, failure.Code);
        Assert.Contains("version 9", failure.Message);
    }

    [Fact]
    public void A_truncated_request_is_refused_at_every_length()
    {
        var encoded = RequestCodec.Encode(Rich());
        var whole = ModuleKeys.Of(Rich());
        for (var length = 0; length < encoded.Length; length++)
        {
            try
            {
                // Cut between two fields it may be another request, never the same.
                Assert.NotEqual(whole, ModuleKeys.Of(RequestCodec.Decode(encoded.AsMemory(0, length))));
            }
            catch (FarmException exception)
            {
                Assert.Contains(exception.Failure.Code, (FailureCode[])[FailureCode.Corrupt, FailureCode.InvalidRequest]);
            }
        }
    }

    private static TranslationRequest Rich() => new(
        new ScriptSource(
            "probe begin { println($1, @2) }"u8.ToArray(),
            "s.stp",
            ["17"u8.ToArray(), new byte[] { 0xff, 0xfe }],
            [new("-D", "A=1"u8.ToArray()), new("-v"), new("-g"), new("-D", "B"u8.ToArray())],
            [new("lib", [new("sub/b.stp", "b"u8.ToArray()), new("a.stp", "a"u8.ToArray())]), new("empty", [])]),
        Requests.Pair,
        Architecture.Arm64);

    private static TranslationRequest Listing() =>
        new(new ScriptSource(null, "", [], [new("-L", "kernel.function(\"ip_rcv\")"u8.ToArray())], []), Requests.Pair, Architecture.X86_64);

    private static TranslationRequest With(params string[] paths) => Requests.Simple("x") with
    {
        Source = Requests.Simple("x").Source with { Tapsets = [new("lib", [.. paths.Select(path => new TapsetFile(path, default))])] },
    };

    /// <summary>All parts one after the other: two requests are the same when this is.</summary>
    private static IEnumerable<string> Describe(TranslationRequest request) =>
    [
        Convert.ToHexString(request.Source.Script!.Value.Span),
        .. request.Source.Arguments.Select((argument, i) => $"argument {i}: {Convert.ToHexString(argument.Span)}"),
        .. Model.Options.OptionSet.Create(Model.Options.FrontDoor.Grpc, request.Source.Options, request.Source.Tapsets.Count).Canonical
            .Select(option => $"option {option.Name}: {(option.Value is { } value ? Convert.ToHexString(value.Span) : "none")}"),
        .. request.Source.Tapsets.SelectMany((tapset, i) => tapset.Files
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => $"tapset {i} {file.Path}: {Convert.ToHexString(file.Content.Span)}")
            .Prepend($"tapset {i}")),
        request.Pair.ToString(),
    ];

    /// <summary>The request with one byte of one part changed, for each of its parts.</summary>
    private static IEnumerable<(string Field, TranslationRequest Other)> Variants(TranslationRequest request, int where, byte change)
    {
        var source = request.Source;
        if (source.Script!.Value.Length > 0)
        {
            yield return ("script", request with { Source = source with { Script = Changed(source.Script.Value, where, change) } });
        }

        for (var i = 0; i < source.Arguments.Count; i++)
        {
            if (source.Arguments[i].Length > 0)
            {
                var arguments = source.Arguments.ToList();
                arguments[i] = Changed(arguments[i], where, change);
                if (!arguments[i].Span.Contains((byte)0))
                {
                    yield return ($"argument {i + 1}", request with { Source = source with { Arguments = arguments } });
                }
            }
        }

        for (var i = 0; i < source.Tapsets.Count; i++)
        {
            foreach (var file in source.Tapsets[i].Files.Where(file => file.Content.Length > 0))
            {
                var tapsets = source.Tapsets.ToList();
                tapsets[i] = tapsets[i] with { Files = [.. tapsets[i].Files.Select(other => other == file ? file with { Content = Changed(file.Content, where, change) } : other)] };
                yield return ($"tapset {i} {file.Path}", request with { Source = source with { Tapsets = tapsets } });
            }
        }

        yield return ("kernel tree", request with { Pair = request.Pair with { Tree = Changed(request.Pair.Tree, where, change) } });
        yield return ("toolchain", request with { Pair = request.Pair with { Toolchain = Changed(request.Pair.Toolchain, where, change) } });
        yield return ("architecture", request with { Architecture = new Architecture(request.Architecture.Name + "x") });
    }

    private static ReadOnlyMemory<byte> Changed(ReadOnlyMemory<byte> bytes, int where, byte change)
    {
        var changed = bytes.ToArray();
        changed[where % changed.Length] ^= change;
        return changed;
    }

    private static Digest Changed(Digest digest, int where, byte change) => Digest.FromHash(Changed(digest.ToBytes(), where, change).Span);
}
