using System.Buffers.Binary;
using System.Text;
using StapFarm.Kernels.Elf;
using StapFarm.Kernels.Tests.Making;

namespace StapFarm.Kernels.Tests.Elf;

public sealed class FlatImageTests
{
    [Fact]
    public void Its_banner_is_the_one_with_a_number()
    {
        var image = FlatImage.TryRead(SyntheticKernel.FlatImage("6.1.0-1-test-arm64"))!;

        Assert.Equal(("aarch64", new KernelBanner("6.1.0-1-test-arm64", SyntheticKernel.Version)), (image.Machine, image.Banner));
    }

    [Fact]
    public void All_build_ids_are_found_as_none_says_whose_it_is()
    {
        var image = FlatImage.TryRead(SyntheticKernel.FlatImage("6.1.0"))!;

        Assert.Equal([SyntheticKernel.VdsoBuildId, SyntheticKernel.BuildId], image.BuildIds);
    }

    [Fact]
    public void One_for_riscv_is_read_alike()
    {
        var bytes = SyntheticKernel.FlatImage("6.1.0");
        "RSC\u0005"u8.CopyTo(bytes.AsSpan(0x38));

        Assert.Equal("riscv64", FlatImage.TryRead(bytes)!.Machine);
    }

    [Fact]
    public void Cut_off_before_its_banner_it_has_none()
    {
        var bytes = SyntheticKernel.FlatImage("6.1.0");

        var image = FlatImage.TryRead(bytes.AsSpan(0, 0x60))!;

        Assert.Null(image.Banner);
        Assert.Empty(image.BuildIds);
    }

    [Fact]
    public void An_x86_image_and_a_short_file_are_none()
    {
        Assert.Null(FlatImage.TryRead(SyntheticKernel.BootImage()));
        Assert.Null(FlatImage.TryRead(Encoding.ASCII.GetBytes("MZ")));
    }

    [Fact]
    public void A_program_that_unpacks_it_says_where_it_is()
    {
        var program = Zboot(Encoding.ASCII.GetBytes("packed"));

        Assert.Equal("packed", Encoding.ASCII.GetString(ZbootImage.Payload("vmlinuz", program)!.Value.Span));
        Assert.Null(ZbootImage.Payload("vmlinuz", SyntheticKernel.FlatImage("6.1.0")));
        Assert.Contains("truncated", Assert.Throws<ElfFormatException>(() => ZbootImage.Payload("vmlinuz", program.AsMemory(0, program.Length - 1))).Problem, StringComparison.Ordinal);
    }

    private static byte[] Zboot(byte[] payload)
    {
        var program = new byte[0x100 + payload.Length];
        "MZ"u8.CopyTo(program);
        "zimg"u8.CopyTo(program.AsSpan(4));
        BinaryPrimitives.WriteUInt32LittleEndian(program.AsSpan(8), 0x100);
        BinaryPrimitives.WriteUInt32LittleEndian(program.AsSpan(12), (uint)payload.Length);
        payload.CopyTo(program, 0x100);
        return program;
    }
}
