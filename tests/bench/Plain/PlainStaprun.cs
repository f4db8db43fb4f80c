using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using StapFarm.Bench.Setting;
using StapFarm.Lab.Machines;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;

namespace StapFarm.Bench.Plain;

/// <summary>
/// <c>staprun</c> as somebody has it who copied it to a target: the runtime bundle of the toolchain, at the paths that its
/// programs are built for, run over the lab's own channel.
/// </summary>
internal sealed class PlainStaprun
{
    private const string Folder = "/opt/systemtap";
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(2);

    private readonly LabMachine _target;
    private readonly string _staprun;

    private PlainStaprun(LabMachine target, string staprun) => (_target, _staprun) = (target, staprun);

    public static async Task<PlainStaprun> InstallAsync(LabMachine target, FarmApi api, string dataRoot, Pair pair, CancellationToken cancellationToken)
    {
        var name = $"{pair.Toolchain}-{Model.Kernels.Architecture.FromMachine("x86_64").Name}.json";
        var document = await File.ReadAllBytesAsync(Path.Combine(dataRoot, "manifests/runtime-bundle", name), cancellationToken);
        var content = ManifestDocument.Read<RuntimeBundle>("runtime-bundle", 1, document).Content;
        var bundle = await api.ReadAsync(content.Digest.ToString(), (int)content.Size, cancellationToken);
        var layout = await LayoutAsync(bundle, cancellationToken);
        await target.PutFileAsync("/tmp/bundle.tar.gz", bundle, cancellationToken: cancellationToken);
        (await target.ExecAsync($"mkdir -p {Folder} && tar -C {Folder} -xzf /tmp/bundle.tar.gz && rm /tmp/bundle.tar.gz", cancellationToken)).EnsureSuccess();
        await PutWrapperAsync(layout.StaprunBuiltInPath, layout.Staprun);
        await PutWrapperAsync(layout.StapioBuiltInPath, layout.Stapio);
        return new PlainStaprun(target, layout.StaprunBuiltInPath);

        async Task PutWrapperAsync(string path, string program)
        {
            var text = $"#!/bin/sh\nexec {Folder}/{layout.Loader} --library-path {Folder}/{layout.Libraries} {Folder}/{program} \"$@\"\n";
            (await target.ExecAsync($"mkdir -p {Path.GetDirectoryName(path)}", cancellationToken)).EnsureSuccess();
            await target.PutFileAsync(path, Encoding.UTF8.GetBytes(text), executable: true, cancellationToken);
        }
    }

    /// <summary>Copies a module to the target.</summary>
    /// <returns>Its path there.</returns>
    public async Task<string> PutModuleAsync(string file, CancellationToken cancellationToken)
    {
        var path = $"/tmp/{Path.GetFileName(file)}";
        await _target.PutFileAsync(path, await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken: cancellationToken);
        return path;
    }

    /// <summary>Time from the command to the module's first output; the module runs to its end.</summary>
    public async Task<TimeSpan> FirstOutputAsync(string module, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await using var running = await _target.StartCommandAsync($"exec {_staprun} {module}", cancellationToken);
        TimeSpan? first = null;
        var errors = new StringBuilder();
        await foreach (var output in running.Output.ReadAllAsync(cancellationToken))
        {
            if (output.IsError)
            {
                errors.Append(Encoding.UTF8.GetString(output.Bytes.Span));
            }
            else
            {
                first ??= clock.Elapsed;
            }
        }

        return first ?? throw new BenchException($"staprun on the target printed nothing and ended with {await running.ExitCode}: {errors}");
    }

    /// <summary>
    /// Time in which <paramref name="blocks"/> blocks of output come after the first line; then the module is stopped. They
    /// are read on the target, through a pipe: the lab's channel would be what is measured.
    /// </summary>
    /// <exception cref="BenchException">Less came, or not in time.</exception>
    public async Task<TimeSpan> DrainAsync(string module, int line, int block, int blocks, CancellationToken cancellationToken)
    {
        var script = string.Create(CultureInfo.InvariantCulture, $$"""
            mkfifo {{module}}.out || exit
            {{_staprun}} {{module}} >{{module}}.out &
            {
                dd bs={{line}} count=1 iflag=fullblock of=/dev/null 2>/dev/null
                echo first line
                dd bs={{block}} count={{blocks}} iflag=fullblock of=/dev/null 2>&1
                kill $!
                cat >/dev/null
            } <{{module}}.out
            wait
            rm {{module}}.out
            """);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(DrainLimit);
        await using var running = await _target.StartCommandAsync(script, ending.Token);
        var clock = Stopwatch.StartNew();
        TimeSpan? first = null;
        TimeSpan? last = null;
        var text = new StringBuilder();
        try
        {
            await foreach (var output in running.Output.ReadAllAsync(ending.Token))
            {
                text.Append(Encoding.UTF8.GetString(output.Bytes.Span));
                var said = text.ToString();
                first ??= said.Contains("first line\n", StringComparison.Ordinal) ? clock.Elapsed : null;
                last ??= said.Contains($"{blocks}+0 records in", StringComparison.Ordinal) ? clock.Elapsed : null;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchException($"staprun on the target printed less than {blocks} blocks of {block} bytes in {DrainLimit}: {text}");
        }

        return last - first ?? throw new BenchException($"staprun on the target printed less than {blocks} blocks of {block} bytes: {text}");
    }

    private static async Task<RuntimeBundleLayout> LayoutAsync(byte[] bundle, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(new MemoryStream(bundle), CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        var entry = await tar.GetNextEntryAsync(copyData: true, cancellationToken);
        return entry is { DataStream: { } data } && await JsonSerializer.DeserializeAsync<RuntimeBundleLayout>(data, JsonSerializerOptions.Web, cancellationToken) is { } layout
            ? layout
            : throw new BenchException($"The runtime bundle doesn't begin with its {RuntimeBundleLayout.EntryName}.");
    }
}
