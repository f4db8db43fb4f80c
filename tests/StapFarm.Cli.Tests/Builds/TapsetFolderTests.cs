using StapFarm.Cli.Builds;
using StapFarm.Model.Failures;
using StapFarm.Testing;
using Xunit;

namespace StapFarm.Cli.Tests.Builds;

public sealed class TapsetFolderTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Tapset_files_are_packed_by_their_relative_names_and_nothing_else_is()
    {
        Write("b.stp", [2]);
        Write("a.stpm", [1]);
        Write("x86_64/c.stp", [3]);
        Write("README", [4]);
        Write("old.stp~", [5]);

        var packed = Assert.Single(TapsetFolder.PackAll([_scratch.Path]));

        Assert.Equal(_scratch.Path, packed.DisplayName);
        Assert.Equal(["a.stpm 01", "b.stp 02", "x86_64/c.stp 03"], packed.Files.Select(file => $"{file.Path} {Convert.ToHexString(file.Content.Span)}"));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Contains(_scratch.File("none"), Refused(_scratch.File("none")), StringComparison.Ordinal);

    [Fact]
    public void Too_many_bytes_are_refused_with_the_bound()
    {
        Write("big.stp", new byte[TapsetFolder.MaxBytes + 1]);

        Assert.Contains($"{TapsetFolder.MaxBytes} bytes", Refused(_scratch.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void The_bound_is_for_all_folders_together()
    {
        Write("one/a.stp", new byte[TapsetFolder.MaxBytes]);
        Write("two/b.stp", [1]);

        Assert.Single(TapsetFolder.PackAll([_scratch.File("one")]));
        Assert.Contains(_scratch.File("two"), Refused(_scratch.File("one"), _scratch.File("two")), StringComparison.Ordinal);
    }

    private static string Refused(params string[] folders)
    {
        var failure = Assert.Throws<FarmException>(() => TapsetFolder.PackAll(folders)).Failure;
        Assert.Equal(FailureCode.InvalidRequest, failure.Code);
        return failure.Message;
    }

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_scratch.File(name))!);
        File.WriteAllBytes(_scratch.File(name), content);
    }
}
