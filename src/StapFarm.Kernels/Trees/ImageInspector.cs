using StapFarm.Kernels.Elf;

namespace StapFarm.Kernels.Trees;

/// <summary>Asks the bootable image which build it is.</summary>
internal sealed class ImageInspector(TreeView view)
{
    private const string Part = "image";

    // 57 MB in 6.12's cloud flavour.
    private const int MostBytes = 512 << 20;

    public async Task<ImageFacts> InspectAsync(CancellationToken cancellationToken)
    {
        if (view.Find(view.Layout.Image) is null && !view.Layout.IsWhole && view.Find(view.Layout.Vmlinux) is not null)
        {
            // Who built a kernel needn't have made a bootable image of it; vmlinux says all.
            return ImageFacts.None;
        }

        try
        {
            using var image = FileByteSource.Open(view.File(view.Layout.Image, Part));
            return BootImage.Payload(image) is { } payload
                ? await InsideAsync(image, payload, cancellationToken)
                : await FlatAsync(image, cancellationToken);
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

    private async Task<ImageFacts> InsideAsync(FileByteSource image, (long Offset, long Length) payload, CancellationToken cancellationToken)
    {
        var banner = BootImage.Banner(image);
        var compressed = new byte[payload.Length];
        image.Read(payload.Offset, compressed);
        if (await Decompression.TryAsync(compressed, MostBytes, cancellationToken) is not { } bytes)
        {
            return new ImageFacts(banner, [], null);
        }

        using var kernel = ElfFile.Open(new MemoryByteSource($"the kernel in {view.Layout.Image}", bytes));
        return new ImageFacts(banner, ElfNote.BuildId(kernel) is { } id ? [Convert.ToHexStringLower(id.Span)] : [], ElfMachine.Name(kernel));
    }

    /// <summary>Of arm64 and riscv64: the kernel itself, packed as a whole, or in a program that unpacks it.</summary>
    private async Task<ImageFacts> FlatAsync(FileByteSource image, CancellationToken cancellationToken)
    {
        if (image.Length > MostBytes)
        {
            return ImageFacts.None;
        }

        var whole = new byte[image.Length];
        image.Read(0, whole);
        var packed = ZbootImage.Payload(view.Layout.Image, whole) ?? whole;
        var kernel = await Decompression.TryAsync(packed, MostBytes, cancellationToken) ?? whole;
        return FlatImage.TryRead(kernel) is not { } flat
            ? ImageFacts.None
            : flat.Banner is not null
                ? new ImageFacts(flat.Banner, flat.BuildIds, flat.Machine)
                : throw new ElfFormatException(view.Layout.Image, "it doesn't say \"Linux version ...\" anywhere: truncated, or damaged");
    }
}
