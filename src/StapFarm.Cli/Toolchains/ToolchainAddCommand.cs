using System.CommandLine;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Display;
using StapFarm.Cli.Uploads;

namespace StapFarm.Cli.Toolchains;

/// <summary><c>stapfarm toolchain add</c> and <c>import</c>: one that the farm makes, or one from a file of this machine, which is sent.</summary>
internal static class ToolchainAddCommand
{
    public static Command CreateAdd(CommandBinder binder)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "debian:trixie (stap 5.1) or debian:sid, for the farm to make; with --rootfs, what to call it",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var rootfs = new Option<string?>("--rootfs")
        {
            Description = "A root file system with SystemTap, gcc and make: a folder, or a tar of it (plain, .gz, .xz or .zst)",
            HelpName = "DIR|TAR",
        };
        var targets = new Option<string[]>("--target") { Description = "An architecture that it is to build for beside its own, e.g. arm64" };
        var command = new Command("add", "Has the farm make a toolchain, or sends it a root file system of yours") { name, rootfs, targets };
        return binder.Bind(command, (context, parsed, token) => (parsed.GetValue(name), parsed.GetValue(rootfs)) switch
        {
            ({ Length: > 0 } suite, null) => MakeAsync(context, Specification(suite, parsed.GetValue(targets) ?? []), token),
            (_, { Length: > 0 }) when parsed.GetValue(targets) is { Length: > 0 } => throw new UsageException(
                "A root file system builds for what its compilers build for.", "Leave --target out, or let the farm make the toolchain."),
            (var called, { Length: > 0 } path) => SendAsync(
                context,
                V1.ToolchainFileForm.Root,
                called is { Length: > 0 } ? called : RootFolder.NameOf(path),
                RootFolder.Find(path),
                token),
            _ => throw new UsageException("There is no toolchain to add.", "Try: stapfarm toolchain add debian:trixie, or stapfarm toolchain add --rootfs DIR"),
        });
    }

    public static Command CreateImport(CommandBinder binder)
    {
        var file = new Argument<string>("FILE") { Description = "What 'stapfarm toolchain export' wrote" };
        return binder.Bind(new Command("import", "Adds a toolchain that another farm exported") { file }, async (context, parsed, token) =>
        {
            var path = parsed.GetRequiredValue(file);
            if (!File.Exists(path))
            {
                throw new UsageException($"There is no file '{path}'.", "Make one on a farm that has the toolchain: stapfarm toolchain export TOOLCHAIN -o FILE");
            }

            var code = await SendAsync(context, V1.ToolchainFileForm.Export, "", new FileContent(Path.GetFullPath(path)), token);
            context.Console.WriteErrorLine("What another farm knows of its kernels isn't in the file: see which it serves here with 'stapfarm toolchain qualify --on RUNNER'.");
            return code;
        });
    }

    private static Task<int> MakeAsync(CommandContext context, string specification, CancellationToken cancellationToken) =>
        AddAsync(context, new() { Specification = specification }, specification, cancellationToken);

    /// <summary>Targets follow the name, before what else is said of it: <c>debian:trixie+arm64,fresh</c>.</summary>
    private static string Specification(string suite, IEnumerable<string> targets)
    {
        var end = suite.IndexOf(',', StringComparison.Ordinal) is >= 0 and var at ? at : suite.Length;
        return string.Concat([suite[..end], .. targets.Select(target => $"+{target}"), suite[end..]]);
    }

    private static async Task<int> SendAsync(CommandContext context, V1.ToolchainFileForm form, string name, IUploadContent content, CancellationToken cancellationToken)
    {
        var file = new V1.ToolchainFile { Form = form, Name = name, FileName = content.Name };
        var progress = context.Progress();
        try
        {
            file.Digest = (await new ContentSender(context, progress).SendAsync(content, "file", content.Name, cancellationToken)).ToString();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UsageException($"A file can't be read: {exception.Message}", "Give the command as root: a root file system belongs to root.");
        }
        finally
        {
            progress.Clear();
        }

        return await AddAsync(context, new() { File = file }, name.Length > 0 ? name : content.Name, cancellationToken);
    }

    private static async Task<int> AddAsync(CommandContext context, V1.AddToolchainRequest request, string what, CancellationToken cancellationToken)
    {
        var progress = context.Progress();
        V1.WorkDone done;
        try
        {
            done = await context.Watcher.DoAsync(
                async token => Submission.Of((await context.Farm.Toolchains.AddAsync(request, cancellationToken: token)).WorkId),
                happened => progress.Show($"toolchain {what}", happened),
                cancellationToken);
        }
        finally
        {
            progress.Clear();
        }

        var toolchain = done.Toolchain;
        context.Console.WriteLine($"{toolchain.Name} (stap {toolchain.StapVersion}, {string.Join(", ", CompilerText.Of(toolchain))}, {Human.Short(toolchain.Digest)}) is in the farm");
        if (request.File is { Name: { Length: > 0 } name } && name != toolchain.Name)
        {
            context.Console.WriteErrorLine($"It was there before, under the name {toolchain.Name}, and keeps it.");
        }

        return ExitCodes.Success;
    }
}
