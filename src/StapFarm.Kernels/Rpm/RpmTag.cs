namespace StapFarm.Kernels.Rpm;

/// <summary>The tags that are read, by RPM's numbers (rpm's docs/manual/tags.md and signatures_digests.md).</summary>
internal enum RpmTag
{
    /// <summary>In the signature: SHA-256 of the header, in hexadecimal.</summary>
    HeaderSha256 = 273,

    /// <summary>In the signature: MD5 of header and payload together, all that packages before rpm 4.14 have.</summary>
    SignedMd5 = 1004,

    Name = 1000,
    Version = 1001,
    Release = 1002,
    InstalledSize = 1009,
    Architecture = 1022,
    FolderIndexes = 1116,
    BaseNames = 1117,
    Folders = 1118,
    PayloadFormat = 1124,
    PayloadCompressor = 1125,
    LongInstalledSize = 5009,

    /// <summary>Hash of the compressed payload, in hexadecimal.</summary>
    PayloadDigest = 5092,

    /// <summary>Which hash that is: 8 is SHA-256.</summary>
    PayloadDigestAlgorithm = 5093,
}
