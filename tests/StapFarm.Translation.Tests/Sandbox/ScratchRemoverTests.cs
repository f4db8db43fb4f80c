using Microsoft.Extensions.Logging.Abstractions;
using StapFarm.Testing;
using StapFarm.Translation.Sandbox;
using Xunit;

namespace StapFarm.Translation.Tests.Sandbox;

public sealed class ScratchRemoverTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void All_folders_that_were_given_are_gone_when_it_is_disposed()
    {
        var remover = new ScratchRemover(NullLogger<ScratchRemover>.Instance);
        for (var i = 0; i < 20; i++)
        {
            remover.Later(JobFolder.Create(_scratch.Path, new Slot(0, 0)));
        }

        remover.Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(_scratch.Path));
    }

    [Fact]
    public void A_folder_that_comes_after_the_end_is_removed_at_once()
    {
        var remover = new ScratchRemover(NullLogger<ScratchRemover>.Instance);
        remover.Dispose();

        remover.Later(JobFolder.Create(_scratch.Path, new Slot(0, 0)));

        Assert.Empty(Directory.GetFileSystemEntries(_scratch.Path));
    }
}
