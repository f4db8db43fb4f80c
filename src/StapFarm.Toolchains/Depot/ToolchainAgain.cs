using StapFarm.Model.Toolchains;

namespace StapFarm.Toolchains.Depot;

/// <summary>How a toolchain comes back.</summary>
internal static class ToolchainAgain
{
    public static string AddAgain(Toolchain toolchain) => toolchain.Origin.Length > 0
        ? "Add it again from its root (stapfarm toolchain add --rootfs) or its export file (stapfarm toolchain import)."
        : $"Add it again (stapfarm toolchain add {toolchain.Name}).";

    public static string RemoveAndAddAgain(Toolchain toolchain) =>
        $"Remove it (stapfarm toolchain remove {toolchain.Digest.Short}). {AddAgain(toolchain)}";
}
