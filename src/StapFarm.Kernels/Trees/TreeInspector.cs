using System.Globalization;
using System.Text.RegularExpressions;
using StapFarm.Kernels.Elf;
using StapFarm.Model.Kernels;

namespace StapFarm.Kernels.Trees;

/// <summary>
/// Looks at a composed tree: whether all parts are there, whole and of one build, and which kernel it is, as its files
/// themselves say.
/// </summary>
internal sealed partial class TreeInspector(TreeView view)
{
    private readonly TreeLayout _layout = view.Layout;

    /// <exception cref="Model.Failures.FarmException"><c>BadKernelTree</c>, with the part's name.</exception>
    public async Task<(KernelIdentity Identity, string Compiler, string CompilerRelease)> InspectAsync(bool hasDebugInfo, CancellationToken cancellationToken)
    {
        var headers = Headers();
        var image = await new ImageInspector(view).InspectAsync(cancellationToken);
        Same("image", "uname -r", image.Banner?.Release, _layout.Release);
        Same("headers", "uname -r", headers.Release, _layout.Release);
        Same("headers", "uname -v", headers.Version, image.Banner?.Version);

        KernelIdentity identity;
        var compilerRelease = image.Banner?.CompilerRelease ?? "";
        if (hasDebugInfo)
        {
            (identity, compilerRelease) = Vmlinux();
            Same("image", "uname -v", image.Banner?.Version, identity.Version);
            if (!image.BuildIds.Contains(identity.BuildId))
            {
                Same("image", "build-id", image.BuildIds.Count > 0 ? string.Join("' or '", image.BuildIds) : null, identity.BuildId);
            }

            Same("image", "machine", image.Machine is { } built ? Architecture.FromMachine(built).Name : null, identity.Architecture.Name);
            Same("headers", "uname -v", headers.Version, identity.Version);
        }
        else if (image is { Banner: { } banner, BuildId: { } buildId, Machine: { } machine })
        {
            identity = new KernelIdentity(Architecture.FromMachine(machine), _layout.Release, banner.Version, buildId);
        }
        else
        {
            throw view.Refuse("image", "without debug information it must say which build it is, and this image's format can't");
        }

        await new ModuleInspector(view).InspectAsync(identity.Architecture, hasDebugInfo, cancellationToken);
        return (identity, Compiler(), compilerRelease);
    }

    private (string Release, string? Version) Headers()
    {
        const string Part = "headers";
        const string Kbuild = "build tools (kbuild)";
        foreach (var file in (string[])[".config", "Makefile", "Module.symvers"])
        {
            if (view.Find($"{_layout.Headers}/{file}") is not { IsFile: true, Size: > 0 })
            {
                throw view.Refuse(Part, $"{_layout.Headers}/{file} is missing or empty");
            }
        }

        if (view.Find($"{_layout.Modules}/build") is not { Kind: TreeEntryKind.Folder } build || build.Path != _layout.Headers)
        {
            throw view.Refuse(Part, $"{_layout.Modules}/build doesn't lead to {_layout.Headers}");
        }

        var include = Include().Match(view.Text($"{_layout.Headers}/Makefile", Part)).Groups["file"].Value;
        var source = $"{_layout.Modules}/source/Makefile";
        view.File(include.Length > 0 ? include.TrimStart('/') : view.Find(source) is null && !_layout.IsWhole ? $"{_layout.Headers}/Makefile" : source, "common headers");
        view.File($"{_layout.Headers}/scripts/basic/fixdep", Kbuild);
        RunsHere($"{_layout.Headers}/scripts/mod/modpost", Kbuild);
        if (view.Text($"{_layout.Headers}/.config", Part).Split('\n').Any(line => line is "CONFIG_OBJTOOL=y" or "CONFIG_STACK_VALIDATION=y"))
        {
            RunsHere($"{_layout.Headers}/tools/objtool/objtool", Kbuild);
        }

        var release = Quoted().Match(view.Text($"{_layout.Headers}/include/generated/utsrelease.h", Part)).Groups["text"].Value;
        var version = $"{_layout.Headers}/include/generated/utsversion.h";
        return (release, view.Find(version) is null ? null : Quoted().Match(view.Text(version, Part)).Groups["text"].Value);
    }

    /// <summary>Headers packages for another architecture may have the build's programs for it too.</summary>
    private void RunsHere(string program, string part)
    {
        if (ElfFile.IsOne(view.File(program, part))
            && view.Elf(program, part, file => Architecture.FromMachine(ElfMachine.Name(file))) is var built
            && built != Architecture.OfThisMachine)
        {
            throw view.Refuse(
                part, $"{program} is a program for {built}, and modules are built on {Architecture.OfThisMachine}: take the kernel's build tools for that");
        }
    }

    private (KernelIdentity Identity, string CompilerRelease) Vmlinux()
    {
        const string Part = "vmlinux";
        var (machine, banner, buildId, symbol, hasDwarf) = view.Elf(_layout.Vmlinux, Part, file => (
            ElfMachine.Name(file), KernelBanner.Read(file), ElfNote.BuildId(file), ElfSymbol.Find(file, "linux_banner"u8), file.HasDwarf));
        if (banner is null || symbol is null)
        {
            throw view.Refuse(Part, $"{_layout.Vmlinux} has no linux_banner, so nothing tells which build it is");
        }

        if (buildId is not { } id)
        {
            throw view.Refuse(Part, $"{_layout.Vmlinux} has no build-id");
        }

        if (!hasDwarf)
        {
            throw view.Refuse(Part, $"{_layout.Vmlinux} has no DWARF");
        }

        Same(Part, "uname -r", banner.Release, _layout.Release);
        SystemMap(symbol.Value);
        return (new KernelIdentity(Architecture.FromMachine(machine), banner.Release, banner.Version, Convert.ToHexStringLower(id.Span)), banner.CompilerRelease);
    }

    // The addresses differ between any two builds; that of the banner stands for all.
    private void SystemMap(ulong address)
    {
        const string Part = "System.map";
        var line = File.ReadLines(view.File(_layout.SystemMap, Part)).FirstOrDefault(line => line.EndsWith(" linux_banner", StringComparison.Ordinal));
        if (line is null || !ulong.TryParse(line.Split(' ')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var listed))
        {
            throw view.Refuse(Part, $"{_layout.SystemMap} lacks linux_banner: truncated, or not a map of this kernel");
        }

        if (listed != address)
        {
            throw view.Refuse(Part, $"{_layout.SystemMap} has linux_banner at {listed:x}, vmlinux at {address:x}: two builds are mixed");
        }
    }

    private string Compiler()
    {
        var variables = $"{_layout.Headers}/.kernelvariables";
        var named = view.Find(variables) is null ? null : CompilerLine().Match(view.Text(variables, "headers"));
        if (named is { Success: true })
        {
            return named.Groups["name"].Value;
        }

        var config = ConfigLine().Match(view.Text($"{_layout.Headers}/.config", "headers"));
        if (!config.Success && !_layout.IsWhole)
        {
            // Before 4.18 no file says it; kbuild called what is called gcc.
            return "gcc";
        }

        return config.Success
            ? config.Groups["name"].Value
            : throw view.Refuse("headers", "neither .kernelvariables nor .config names the compiler");
    }

    private void Same(string part, string what, string? found, string? expected)
    {
        if (found is not null && expected is not null && found != expected)
        {
            throw view.Refuse(part, $"its {what} is '{found}', and '{expected}' is expected: two builds are mixed");
        }
    }

    [GeneratedRegex(@"^\s*include\s+(?<file>/usr/src/\S+/Makefile)\s*$", RegexOptions.Multiline)]
    private static partial Regex Include();

    [GeneratedRegex("\"(?<text>[^\"]*)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^CC\s*:?=.*?(?:\$\(CROSS_COMPILE\)|\s)(?<name>[A-Za-z0-9._+-]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex CompilerLine();

    [GeneratedRegex(@"^CONFIG_CC_VERSION_TEXT=""(?:[a-z0-9_]+-linux-[a-z0-9]+-)?(?<name>\S+)", RegexOptions.Multiline)]
    private static partial Regex ConfigLine();
}
