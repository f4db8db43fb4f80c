using System.Diagnostics;

namespace StapFarm.Lab.Kernels;

/// <summary>Reads a module file; Debian compresses them from 6.12 on.</summary>
public static class ModuleFile
{
    public static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (file.EndsWith(".ko", StringComparison.Ordinal))
        {
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }

        if (!file.EndsWith(".ko.xz", StringComparison.Ordinal))
        {
            throw new LabException($"{file}: modules are read as .ko or .ko.xz, this is neither.");
        }

        var start = new ProcessStartInfo("xz") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-dc");
        start.ArgumentList.Add("--");
        start.ArgumentList.Add(file);
        using var xz = Process.Start(start)!;
        using var content = new MemoryStream();
        var errors = xz.StandardError.ReadToEndAsync(cancellationToken);
        await xz.StandardOutput.BaseStream.CopyToAsync(content, cancellationToken);
        await xz.WaitForExitAsync(cancellationToken);
        return xz.ExitCode == 0
            ? content.ToArray()
            : throw new LabException($"xz could not unpack {file}: {(await errors).Trim()}");
    }
}
