using System.Diagnostics;
using System.Text;
using StapFarm.Lab.Initramfs;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Lab.Tests.Initramfs;

public sealed class CpioWriterTests
{
    [Fact]
    public void An_entry_is_a_header_of_hexadecimal_fields_a_name_and_data_each_padded_to_four_bytes()
    {
        var bytes = Archive(writer => writer.AddFile("abcd", "hello"u8, executable: true));

        var text = Encoding.ASCII.GetString(bytes);
        Assert.StartsWith(
            "070701" + "00000001" + "000081ED" + "00000000" + "00000000" + "00000001" + "00000000" + "00000005"
            + "00000000" + "00000000" + "00000000" + "00000000" + "00000005" + "00000000" + "abcd\0\0" + "hello\0\0\0" + "070701",
            text,
            StringComparison.Ordinal);
        Assert.Equal(0, bytes.Length % 4);
    }

    [Fact]
    public void The_archive_ends_with_the_trailer() =>
        Assert.Contains("TRAILER!!!", Encoding.ASCII.GetString(Archive(_ => { })), StringComparison.Ordinal);

    [Fact]
    public void Folders_above_an_entry_are_added_once_and_before_it() =>
        Assert.Equal(
            ["usr", "usr/bin", "usr/bin/a", "usr/bin/b"],
            List(writer =>
            {
                writer.AddFile("usr/bin/a", "a"u8);
                writer.AddDirectory("usr/bin");
                writer.AddFile("usr/bin/b", "b"u8);
            }));

    [Fact]
    public async Task What_cpio_unpacks_is_what_was_put_in()
    {
        using var scratch = new ScratchFolder();
        var content = Enumerable.Range(0, 100_003).Select(i => (byte)i).ToArray();
        var archive = Archive(writer =>
        {
            writer.AddFile("data/bytes", content);
            writer.AddFile("data/run", "#!"u8, executable: true);
            writer.AddFile("data/empty", []);
            writer.AddSymbolicLink("link", "data/bytes");
        });

        await CpioAsync(archive, scratch.Path, "-i", "-d");

        Assert.Equal(content, await File.ReadAllBytesAsync(scratch.File("link")));
        Assert.Empty(await File.ReadAllBytesAsync(scratch.File("data/empty")));
        Assert.Equal("data/bytes", new FileInfo(scratch.File("link")).LinkTarget);
        Assert.Equal("#!", await File.ReadAllTextAsync(scratch.File("data/run")));
    }

    [Fact]
    public void Equal_contents_give_equal_bytes() =>
        Assert.Equal(Archive(w => w.AddFile("a", "1"u8)), Archive(w => w.AddFile("a", "1"u8)));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    public void A_path_that_is_not_below_the_root_is_refused(string path) =>
        Assert.Throws<ArgumentException>(() => Archive(writer => writer.AddFile(path, "x"u8)));

    [Fact]
    public void Nothing_can_be_added_behind_the_trailer()
    {
        var writer = new CpioWriter(new MemoryStream());
        writer.Finish();

        Assert.Throws<ObjectDisposedException>(() => writer.AddFile("late", "x"u8));
    }

    private static byte[] Archive(Action<CpioWriter> fill)
    {
        using var output = new MemoryStream();
        var writer = new CpioWriter(output);
        fill(writer);
        writer.Finish();
        return output.ToArray();
    }

    private static string[] List(Action<CpioWriter> fill)
    {
        using var scratch = new ScratchFolder();
        return CpioAsync(Archive(fill), scratch.Path, "-t").GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> CpioAsync(byte[] archive, string folder, params string[] options)
    {
        var start = new ProcessStartInfo("/usr/bin/busybox")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add("cpio");
        foreach (var option in options)
        {
            start.ArgumentList.Add(option);
        }

        using var cpio = Process.Start(start)!;
        var output = cpio.StandardOutput.ReadToEndAsync();
        await cpio.StandardInput.BaseStream.WriteAsync(archive);
        cpio.StandardInput.Close();
        await cpio.WaitForExitAsync();
        Assert.Equal(0, cpio.ExitCode);
        return await output;
    }
}
