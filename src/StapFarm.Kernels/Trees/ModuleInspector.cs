using System.Globalization;
using StapFarm.Kernels.Elf;
using StapFarm.Model.Kernels;

namespace StapFarm.Kernels.Trees;

/// <summary>
/// Whether the modules, their debug information and the headers are of one build. Plain modules are all looked at; of
/// compressed ones a few, as packages mix as wholes.
/// </summary>
internal sealed class ModuleInspector(TreeView view)
{
    private const string Part = "modules";
    private const int Samples = 3;
    private const int MostBytes = 256 << 20;

    // What every module is built against: it changes with the layout of a module itself, in practice with any configuration.
    private const string CommonSymbol = "module_layout";

    private readonly TreeLayout _layout = view.Layout;

    public async Task InspectAsync(Architecture architecture, bool hasDebugInfo, CancellationToken cancellationToken)
    {
        var modules = Modules();
        if (modules.Count == 0 && view.Find($"{_layout.Modules}/modules.builtin") is not null && !_layout.IsWhole)
        {
            // A kernel that its user built without any.
            return;
        }

        if (modules.Count == 0)
        {
            throw view.Refuse(Part, $"there is none below {_layout.Modules}/kernel");
        }

        if (_layout.IsWhole)
        {
            CheckOrder(modules);
        }

        if (hasDebugInfo && !_layout.HasFetchedDebugInfo)
        {
            CheckDebugFiles(modules);
        }

        var checksum = Checksum();
        var plain = modules.Where(module => module.Path.EndsWith(".ko", StringComparison.Ordinal));
        var packed = modules.Except(plain).OrderBy(module => module.Size).Take(Samples);
        foreach (var module in plain.Concat(packed))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await CheckAsync(module, architecture, checksum, hasDebugInfo, cancellationToken);
        }
    }

    public List<TreeEntry> Modules() =>
        [.. view.Listing.Below($"{_layout.Modules}/kernel").Where(entry => entry.IsFile && ModuleName(entry.Path) is not null)];

    /// <exception cref="Model.Failures.FarmException"><c>BadKernelTree</c>: the module can't be read.</exception>
    public async Task<ReadOnlyMemory<byte>?> BuildIdAsync(TreeEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            using var module = await OpenAsync(entry, cancellationToken);
            return ElfNote.BuildId(module);
        }
        catch (Exception exception) when (exception is ElfFormatException or InvalidDataException)
        {
            throw view.Refuse(Part, $"{entry.Path}: {(exception as ElfFormatException)?.Problem ?? exception.Message}", exception);
        }
    }

    /// <summary>Where the module's debug information is, or would be.</summary>
    public string DebugFile(TreeEntry module) => $"{_layout.Debug}/{ModuleName(module.Path)![(_layout.Modules.Length + 1)..]}.ko";

    /// <summary>The path of a module without what follows its name; null for another file.</summary>
    private static string? ModuleName(string path)
    {
        var end = path.LastIndexOf(".ko", StringComparison.Ordinal);
        return end > 0 && path[(end + 3)..] is "" or ".xz" or ".zst" or ".gz" ? path[..end] : null;
    }

    // modules.order is written by the kernel's build, one module a line.
    private void CheckOrder(List<TreeEntry> modules)
    {
        var order = $"{_layout.Modules}/modules.order";
        if (view.Find(order) is null)
        {
            return;
        }

        var there = modules.Select(module => ModuleName(module.Path)).ToHashSet();
        var missing = view.Text(order, Part).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.EndsWith(".ko", StringComparison.Ordinal) ? line[..^3] : line[..line.LastIndexOf('.')])
            .Where(name => !there.Contains($"{_layout.Modules}/{name}"))
            .ToList();
        if (missing.Count > 0)
        {
            throw view.Refuse(Part, $"{missing[0]}.ko and {missing.Count - 1} more that {order} lists are missing");
        }
    }

    private void CheckDebugFiles(List<TreeEntry> modules)
    {
        var missing = modules.Where(module => view.Find(DebugFile(module)) is not { IsFile: true }).ToList();
        if (missing.Count > 0)
        {
            throw view.Refuse("debug information of modules", $"{DebugFile(missing[0])} and {missing.Count - 1} more are missing");
        }
    }

    private uint? Checksum()
    {
        var line = view.Text($"{_layout.Headers}/Module.symvers", "headers").Split('\n')
            .FirstOrDefault(line => line.Split('\t') is [_, CommonSymbol, ..]);
        return line is not null && uint.TryParse(line.Split('\t')[0].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var checksum)
            ? checksum
            : null;
    }

    private async Task CheckAsync(TreeEntry entry, Architecture architecture, uint? checksum, bool hasDebugInfo, CancellationToken cancellationToken)
    {
        try
        {
            using var module = await OpenAsync(entry, cancellationToken);
            module.CheckWhole();
            var release = ModuleInfo.Read(module)?.Release;
            if (release != _layout.Release)
            {
                throw view.Refuse(Part, $"{entry.Path} is built for '{release}': two builds are mixed");
            }

            if (Architecture.FromMachine(ElfMachine.Name(module)) is var built && built != architecture)
            {
                throw view.Refuse(Part, $"{entry.Path} is for {built}, the kernel for {architecture}");
            }

            if (checksum is { } expected && ModuleVersions.Find(module, CommonSymbol) is { } found && found != expected)
            {
                throw view.Refuse("headers", $"Module.symvers has {expected:x8} for {CommonSymbol}, {entry.Path} {found:x8}: two builds are mixed");
            }

            if (hasDebugInfo && (!_layout.HasFetchedDebugInfo || view.Find(DebugFile(entry)) is not null))
            {
                CheckDebugInfo(entry, ElfNote.BuildId(module));
            }
        }
        catch (Exception exception) when (exception is ElfFormatException or InvalidDataException)
        {
            throw view.Refuse(Part, $"{entry.Path}: {(exception as ElfFormatException)?.Problem ?? exception.Message}", exception);
        }
    }

    private void CheckDebugInfo(TreeEntry entry, ReadOnlyMemory<byte>? buildId)
    {
        var part = $"debug information of module {Path.GetFileName(ModuleName(entry.Path))}";
        var file = DebugFile(entry);
        var debugId = view.Elf(file, part, ElfNote.BuildId);
        if (buildId is { } expected && debugId is { } found && !expected.Span.SequenceEqual(found.Span))
        {
            throw view.Refuse(part, $"{file} has build-id {Convert.ToHexStringLower(found.Span)}, {entry.Path} {Convert.ToHexStringLower(expected.Span)}: two builds are mixed");
        }
    }

    private async Task<ElfFile> OpenAsync(TreeEntry entry, CancellationToken cancellationToken)
    {
        var path = view.File(entry.Path, Part);
        if (entry.Path.EndsWith(".ko", StringComparison.Ordinal))
        {
            return ElfFile.Open(path);
        }

        var bytes = await Decompression.TryAsync(await File.ReadAllBytesAsync(path, cancellationToken), MostBytes, cancellationToken)
            ?? throw new InvalidDataException("it isn't compressed in a way that is known");
        return ElfFile.Open(new MemoryByteSource(entry.Path, bytes));
    }
}
