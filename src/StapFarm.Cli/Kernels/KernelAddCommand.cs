using System.CommandLine;
using StapFarm.Cli.CommandLine;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Display;
using StapFarm.Cli.Uploads;

namespace StapFarm.Cli.Kernels;

/// <summary><c>stapfarm kernel add</c>: from the farm's sources by name, or from files of this machine, which are sent to the farm.</summary>
internal static class KernelAddCommand
{
    public static Command Create(CommandBinder binder)
    {
        var specification = new Argument<string?>("RELEASE")
        {
            Description = "A kernel such as 6.1.0-56-cloud-amd64, or 6.12-rt-amd64 for the newest of a series",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var debs = Files("--deb", "All Debian packages of one kernel, or a folder with them");
        var rpms = Files("--rpm", "All RPM packages of one kernel, or a folder with them");
        var folder = new Option<string?>("--dir") { Description = "A kernel that was built on this machine, or is installed on it", HelpName = "DIR" };
        var command = new Command("add", "Has the farm fetch a kernel's debuginfo and headers, or sends it their files") { specification, debs, rpms, folder };
        return binder.Bind(command, async (context, parsed, token) =>
        {
            var release = parsed.GetValue(specification);
            var sources = new List<(V1.KernelFilesForm Form, Func<IReadOnlyList<IUploadContent>> Find)>();
            if (parsed.GetValue(debs) is { Length: > 0 } deb)
            {
                sources.Add((V1.KernelFilesForm.Deb, () => PackageFiles.Find(deb, ".deb")));
            }

            if (parsed.GetValue(rpms) is { Length: > 0 } rpm)
            {
                sources.Add((V1.KernelFilesForm.Rpm, () => PackageFiles.Find(rpm, ".rpm")));
            }

            if (parsed.GetValue(folder) is { Length: > 0 } dir)
            {
                sources.Add((V1.KernelFilesForm.Tree, () => KernelFolder.Find(dir)));
            }

            return (release, sources) switch
            {
                ({ Length: > 0 }, []) => await AddAsync(context, new() { Specification = release }, release, token),
                (null or "", [var one]) => await SendAsync(context, one.Form, one.Find(), token),
                _ => throw new UsageException("A kernel is added either by its release or from files of one kind.", "Try: stapfarm kernel add RELEASE, or stapfarm kernel add --deb FILE..., --rpm FILE... or --dir DIR"),
            };
        });
    }

    private static Option<string[]> Files(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private static async Task<int> SendAsync(
        CommandContext context, V1.KernelFilesForm form, IReadOnlyList<IUploadContent> contents, CancellationToken cancellationToken)
    {
        var files = await new KernelFileUpload(context).SendAsync(form, contents, cancellationToken);
        return await AddAsync(context, new() { Files = files }, "from files", cancellationToken);
    }

    private static async Task<int> AddAsync(CommandContext context, V1.AddKernelRequest request, string what, CancellationToken cancellationToken)
    {
        var progress = context.Progress();
        V1.WorkDone done;
        try
        {
            done = await context.Watcher.DoAsync(
                async token => Submission.Of((await context.Farm.Kernels.AddAsync(request, cancellationToken: token)).WorkId),
                happened => progress.Show($"kernel {what}", happened),
                cancellationToken);
        }
        finally
        {
            progress.Clear();
        }

        var kernel = done.Kernel;
        context.Console.WriteLine($"{kernel.Identity.Release} ({kernel.Identity.Architecture}, build-id {kernel.Identity.BuildId}, {Human.Bytes(kernel.Bytes)}) is in the farm");
        if (!kernel.HasDebugInfo)
        {
            context.Console.WriteErrorLine("It has no debuginfo: only timers, begin/end and the like can be probed.");
        }

        return ExitCodes.Success;
    }
}
