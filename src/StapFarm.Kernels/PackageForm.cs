namespace StapFarm.Kernels;

/// <summary>How a kernel's files are packed.</summary>
public enum PackageForm
{
    /// <summary>Debian package.</summary>
    Deb = 1,

    /// <summary>RPM package, as of Fedora, RHEL and CentOS.</summary>
    Rpm = 2,

    /// <summary>A tar whose entries stand where a kernel tree has them.</summary>
    Tree = 3,
}
