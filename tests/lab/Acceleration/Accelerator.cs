namespace StapFarm.Lab.Acceleration;

/// <summary>How QEMU runs the guest's instructions.</summary>
public enum Accelerator
{
    /// <summary>In software, on any machine.</summary>
    Tcg,

    /// <summary>On the processor's virtualization, where that boots a stock kernel.</summary>
    Kvm,
}
