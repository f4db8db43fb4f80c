using StapFarm.Kernels.Downloads;
using StapFarm.Kernels.Elf;
using StapFarm.Model.Failures;

namespace StapFarm.Kernels.Debuginfod;

/// <summary>A debuginfod server (debuginfod(8) of elfutils: <c>/buildid/BUILDID/debuginfo</c>). What it sends is believed only if it says to be what was asked for.</summary>
internal sealed class DebuginfodServer(Uri address, HttpDownload http) : IDebugInfoServer
{
    // A vmlinux has 300 to 1,000 MiB.
    private const long MostBytes = 8L << 30;

    private const string Otherwise = "Take the server out of Farm:Kernels:Debuginfod, or add the kernel with its packages of debug information.";

    public async Task<string?> FetchAsync(string buildId, string file, Action<long, long?> onBytes, CancellationToken cancellationToken)
    {
        try
        {
            if (!await http.TryAsync(new Uri(address, $"buildid/{buildId}/debuginfo"), file, MostBytes, onBytes, cancellationToken))
            {
                return null;
            }
        }
        catch (FarmException exception) when (exception.Failure.Code == FailureCode.SourceFailed)
        {
            // What a download says of going on is of files that outlive a refused kernel.
            throw new FarmException(exception.Failure with { Advice = $"See whether it answers, then add the kernel again. {Otherwise}" }, exception);
        }

        try
        {
            Check(file, buildId);
            return address.AbsoluteUri;
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private void Check(string file, string buildId)
    {
        try
        {
            using var elf = ElfFile.Open(file);
            elf.CheckWhole();
            var found = ElfNote.BuildId(elf) is { } id ? Convert.ToHexStringLower(id.Span) : "none";
            if (found != buildId)
            {
                throw Lie(buildId, $"a file whose build-id is {found}");
            }

            if (!elf.HasDwarf)
            {
                throw Lie(buildId, "a file without DWARF");
            }
        }
        catch (ElfFormatException exception)
        {
            throw Lie(buildId, $"what can't be read as ELF: {exception.Problem}");
        }
    }

    private FarmException Lie(string buildId, string what) => new(
        FailureCode.SourceFailed,
        $"For build-id {buildId}, {address} sent {what}. Nothing was kept.",
        Otherwise);
}
