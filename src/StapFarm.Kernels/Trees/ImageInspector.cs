using StapFarm.Kernels.Elf;

namespace StapFarm.Kernels.Trees;

/// <summary>Which build the bootable image is; what its format doesn't tell is null.</summary>
internal sealed class ImageInspector(TreeView view)
{
    private const string Part = "image";

    // 57 MB in 6.12's cloud flavour.
    private const int MostBytes = 512 << 20;

    public async Task<(KernelBanner? Banner, string? BuildId, string? Machine)> InspectAsync(CancellationToken cancellationToken)
    {
        if (view.Find(view.Layout.Image) is null && !view.Layout.IsWhole && view.Find(view.Layout.Vmlinux) is not null)
        {
            // Who built a kernel needn't have made a bootable image of it; vmlinux says all.
            return (null, null, null);
        }

        try
        {
            using var image = FileByteSource.Open(view.File(view.Layout.Image, Part));
            var banner = BootImage.Banner(image);
            if (BootImage.Payload(image) is not { } payload)
            {
                return (banner, null, null);
            }

            var compressed = new byte[payload.Length];
            image.Read(payload.Offset, compressed);
            if (await Decompression.TryAsync(compressed, MostBytes, cancellationToken) is not { } bytes)
            {
                return (banner, null, null);
            }

            using var kernel = ElfFile.Open(new MemoryByteSource($"the kernel in {view.Layout.Image}", bytes));
            return (banner, ElfNote.BuildId(kernel) is { } id ? Convert.ToHexStringLower(id.Span) : null, ElfMachine.Name(kernel));
        }
        catch (ElfFormatException exception)
        {
            throw view.Refuse(Part, $"{exception.File}: {exception.Problem}", exception);
        }
        catch (InvalidDataException exception)
        {
            throw view.Refuse(Part, $"the kernel in {view.Layout.Image} can't be decompressed: {exception.Message}", exception);
        }
    }
}
