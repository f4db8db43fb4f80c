namespace StapFarm.Model.Content;

/// <summary>Media types of what the farm stores. The number is the format's version.</summary>
public static class MediaTypes
{
    /// <summary>An unsigned kernel module (ELF relocatable, .ko).</summary>
    public const string Module = "application/vnd.stapfarm.module.v1";

    /// <summary>The text that stap printed for a listing, as bytes.</summary>
    public const string Listing = "application/vnd.stapfarm.listing.v1";

    /// <summary>A translation request in its canonical encoding.</summary>
    public const string Request = "application/vnd.stapfarm.request.v1";

    /// <summary>A toolchain's root file system: tar, zstd-compressed.</summary>
    public const string ToolchainRoot = "application/vnd.stapfarm.toolchain.v1.tar+zstd";

    /// <summary>A runtime bundle: tar, gzip-compressed, with <c>bundle.json</c> as its first entry.</summary>
    public const string RuntimeBundle = "application/vnd.stapfarm.runtime-bundle.v1.tar+gzip";

    /// <summary>A file that a client sent: whatever it says it is, the farm doesn't know yet.</summary>
    public const string Upload = "application/vnd.stapfarm.upload.v1";
}
