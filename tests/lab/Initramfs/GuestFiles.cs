namespace StapFarm.Lab.Initramfs;

/// <summary>The scripts of the guest, kept as files beside this project and embedded in it.</summary>
internal static class GuestFiles
{
    public static byte[] Read(string name)
    {
        using var resource = typeof(GuestFiles).Assembly.GetManifestResourceStream("guest/" + name)
            ?? throw new InvalidOperationException($"guest/{name} is not embedded");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
