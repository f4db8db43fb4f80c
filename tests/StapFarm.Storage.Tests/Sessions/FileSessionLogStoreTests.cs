using CsCheck;
using StapFarm.Model.Failures;
using StapFarm.Model.Runs;
using StapFarm.Storage.Sessions;
using Xunit;

namespace StapFarm.Storage.Tests.Sessions;

public sealed class FileSessionLogStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly FileSessionLogStore _store;

    public FileSessionLogStoreTests() => _store = new FileSessionLogStore(_folder.Options);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_appended_is_read_from_any_number_also_by_another_store() =>
        await Gen.Select(Gen.Byte.Array[0, 20_000].Array[1, 40], Gen.Int[1, 41], Gen.Int[1, 7], Gen.Guid).SampleAsync(
            async (outputs, from, batch, id) =>
            {
                var chunks = outputs.Select((output, index) => new OutputChunk(index + 1, (OutputChannel)(1 + (index % 2)), output)).ToList();
                foreach (var part in chunks.Chunk(batch))
                {
                    Assert.Equal(part[^1].Number, await _store.AppendAsync(id.ToString(), part, default));
                }

                var expected = Describe(chunks.Where(chunk => chunk.Number >= from));
                Assert.Equal(expected, Describe(await _store.ReadAsync(id.ToString(), from, int.MaxValue, default)));
                Assert.Equal(expected, Describe(await new FileSessionLogStore(_folder.Options).ReadAsync(id.ToString(), from, int.MaxValue, default)));
            },
            iter: 40);

    [Fact]
    public async Task Chunks_that_are_stored_already_are_ignored()
    {
        await _store.AppendAsync("s", [Chunk(1, "one"), Chunk(2, "two")], default);

        Assert.Equal(3, await _store.AppendAsync("s", [Chunk(2, "other"), Chunk(3, "three")], default));

        Assert.Equal(["1 Stdout one", "2 Stdout two", "3 Stdout three"], Describe(await _store.ReadAsync("s", 1, 1000, default)));
    }

    [Fact]
    public async Task Nothing_is_stored_after_a_gap()
    {
        Assert.Equal(1, await _store.AppendAsync("s", [Chunk(1, "one"), Chunk(3, "three")], default));
        Assert.Equal(1, await _store.AppendAsync("s", [Chunk(3, "three")], default));
        Assert.Equal(0, await _store.AppendAsync("t", [Chunk(5, "five")], default));
    }

    [Fact]
    public async Task A_read_stops_at_about_the_bytes_asked_for_but_gives_at_least_one_chunk()
    {
        await _store.AppendAsync("s", [Chunk(1, new string('a', 100)), Chunk(2, new string('b', 100)), Chunk(3, "c")], default);

        Assert.Single(await _store.ReadAsync("s", 1, 1, default));
        Assert.Equal(2, (await _store.ReadAsync("s", 1, 150, default)).Count);
        Assert.Empty(await _store.ReadAsync("s", 4, 1000, default));
        Assert.Empty(await _store.ReadAsync("unknown", 1, 1000, default));
    }

    [Fact]
    public async Task A_log_that_a_crash_cut_anywhere_keeps_every_whole_record_and_goes_on()
    {
        var chunks = Enumerable.Range(1, 4).Select(number => Chunk(number, new string((char)('a' + number), number * 10))).ToList();
        await _store.AppendAsync("whole", chunks, default);
        var whole = await File.ReadAllBytesAsync(PathOf("whole"));
        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(PathOf("cut"), whole[..length]);
            var store = new FileSessionLogStore(_folder.Options);
            var kept = (await store.ReadAsync("cut", 1, int.MaxValue, default)).Count;

            Assert.Equal(Describe(chunks.Take(kept)), Describe(await store.ReadAsync("cut", 1, int.MaxValue, default)));
            Assert.Equal(4, await store.AppendAsync("cut", chunks, default));
            Assert.Equal(whole, await File.ReadAllBytesAsync(PathOf("cut")));
        }
    }

    [Fact]
    public async Task Rubbish_at_the_end_is_cut_off()
    {
        await _store.AppendAsync("s", [Chunk(1, "one")], default);
        var whole = await File.ReadAllBytesAsync(PathOf("s"));
        await File.WriteAllBytesAsync(PathOf("s"), [.. whole, .. new byte[100]]);

        var store = new FileSessionLogStore(_folder.Options);
        Assert.Equal(["1 Stdout one"], Describe(await store.ReadAsync("s", 1, 1000, default)));
        Assert.Equal(1, await store.AppendAsync("s", [], default));

        Assert.Equal(whole, await File.ReadAllBytesAsync(PathOf("s")));
    }

    [Fact]
    public async Task A_damaged_record_before_sound_ones_is_reported_and_nothing_is_cut()
    {
        await _store.AppendAsync("s", [Chunk(1, "one"), Chunk(2, "two"), Chunk(3, "three")], default);
        var bytes = await File.ReadAllBytesAsync(PathOf("s"));
        bytes[21 + 20 + 18] ^= 1;
        await File.WriteAllBytesAsync(PathOf("s"), bytes);
        var store = new FileSessionLogStore(_folder.Options);

        var failure = await FailureAssert.ThrowsAsync(FailureCode.Corrupt, async () => await store.ReadAsync("s", 1, 1000, default));
        Assert.Contains("chunk 2", failure.Message, StringComparison.Ordinal);
        await FailureAssert.ThrowsAsync(FailureCode.Corrupt, async () => await store.AppendAsync("s", [Chunk(4, "four")], default));

        Assert.Equal(bytes, await File.ReadAllBytesAsync(PathOf("s")));
    }

    [Fact]
    public async Task A_log_of_another_version_is_refused_with_that_version()
    {
        await _store.AppendAsync("s", [Chunk(1, "one")], default);
        var bytes = await File.ReadAllBytesAsync(PathOf("s"));
        bytes[20] = 7;
        await File.WriteAllBytesAsync(PathOf("s"), bytes);

        var failure = await FailureAssert.ThrowsAsync(
            FailureCode.UnknownVersion,
            async () => await new FileSessionLogStore(_folder.Options).ReadAsync("s", 1, 1000, default));

        Assert.Contains("version 7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_another_process_appends_to_is_in_use()
    {
        await _store.AppendAsync("s", [Chunk(1, "one")], default);
        using var other = new FileStream(PathOf("s"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        await FailureAssert.ThrowsAsync(FailureCode.InUse, async () => await _store.AppendAsync("s", [Chunk(2, "two")], default));
    }

    [Fact]
    public async Task A_deleted_log_begins_again()
    {
        await _store.AppendAsync("s", [Chunk(1, "one"), Chunk(2, "two")], default);

        Assert.True(await _store.DeleteAsync("s", default));
        Assert.False(await _store.DeleteAsync("s", default));

        Assert.Equal(1, await _store.AppendAsync("s", [Chunk(1, "again")], default));
        Assert.Equal(["1 Stdout again"], Describe(await _store.ReadAsync("s", 1, 1000, default)));
    }

    [Fact]
    public async Task More_sessions_than_are_remembered_are_all_stored()
    {
        var names = Enumerable.Range(0, 6000).Select(number => $"session-{number}").ToList();
        foreach (var name in names.Take(3))
        {
            await _store.AppendAsync(name, [Chunk(1, name)], default);
        }

        foreach (var name in names)
        {
            await _store.ReadAsync(name, 1, 10, default);
        }

        foreach (var name in names.Take(3))
        {
            Assert.Equal(2, await _store.AppendAsync(name, [Chunk(1, name), Chunk(2, "more")], default));
        }
    }

    [Theory]
    [InlineData("../s")]
    [InlineData("")]
    [InlineData("a.b")]
    public async Task A_session_that_could_leave_the_folder_is_refused(string session) =>
        await FailureAssert.ThrowsAsync(FailureCode.InvalidRequest, async () => await _store.ReadAsync(session, 1, 10, default));

    private string PathOf(string session) => Path.Combine(_folder.Root, "sessions", session + ".log");

    private static OutputChunk Chunk(long number, string text) => new(number, OutputChannel.Stdout, System.Text.Encoding.ASCII.GetBytes(text));

    private static IEnumerable<string> Describe(IEnumerable<OutputChunk> chunks) =>
        [.. chunks.Select(chunk => $"{chunk.Number} {chunk.Channel} {System.Text.Encoding.Latin1.GetString(chunk.Bytes.Span)}")];
}
