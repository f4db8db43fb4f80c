using System.Text;

namespace StapFarm.Kernels.Elf;

/// <summary>
/// A kernel as it lies in memory, the bootable format of arm64 and riscv64 (Documentation/arch/arm64/booting.rst,
/// Documentation/arch/riscv/boot-image-header.rst). It has no table that says where anything is, so what identifies a
/// build is searched for.
/// </summary>
/// <param name="Machine">As <c>uname -m</c> prints it.</param>
/// <param name="Banner">How it introduces itself.</param>
/// <param name="BuildIds">
/// Every build-id in it, lower-case hexadecimal: the kernel's own is one, and that of each object it maps into processes
/// (vDSO) is another. Which is which can't be told.
/// </param>
internal sealed record FlatImage(string Machine, KernelBanner? Banner, IReadOnlyList<string> BuildIds)
{
    private const int Magic = 0x38;
    private const int HeaderSize = 0x40;
    private const int LongestBanner = 1024;
    private const int BuildIdSize = 20;

    private static ReadOnlySpan<byte> BannerOpening => "Linux version "u8;

    // Sizes of name and content, the note's type, its name (elf(5), Notes); the sizes as both architectures have them, little-endian.
    private static ReadOnlySpan<byte> NoteOpening => [4, 0, 0, 0, BuildIdSize, 0, 0, 0, 3, 0, 0, 0, (byte)'G', (byte)'N', (byte)'U', 0];

    /// <summary>Null for bytes that are no such image.</summary>
    public static FlatImage? TryRead(ReadOnlySpan<byte> image)
    {
        if (image.Length < HeaderSize || MachineOf(image[Magic..]) is not { } machine)
        {
            return null;
        }

        var buildIds = new List<string>();
        for (var rest = image; rest.IndexOf(NoteOpening) is >= 0 and var at && rest.Length >= at + NoteOpening.Length + BuildIdSize;)
        {
            rest = rest[(at + NoteOpening.Length)..];
            buildIds.Add(Convert.ToHexStringLower(rest[..BuildIdSize]));
        }

        return new FlatImage(machine, FindBanner(image), buildIds);
    }

    // It is there twice: the other one is what kbuild makes linux_banner of, before it knows the number behind the #.
    private static KernelBanner? FindBanner(ReadOnlySpan<byte> image)
    {
        for (var rest = image; rest.IndexOf(BannerOpening) is >= 0 and var at; rest = rest[(at + BannerOpening.Length)..])
        {
            var text = rest.Slice(at, Math.Min(LongestBanner, rest.Length - at));
            var end = text.IndexOf((byte)0);
            if (end > 0 && KernelBanner.Parse(Encoding.UTF8.GetString(text[..end])) is { Version: ['#', >= '0' and <= '9', ..] } banner)
            {
                return banner;
            }
        }

        return null;
    }

    private static string? MachineOf(ReadOnlySpan<byte> magic) =>
        magic.StartsWith("ARMd"u8) ? "aarch64" : magic.StartsWith("RSC\u0005"u8) ? "riscv64" : null;
}
