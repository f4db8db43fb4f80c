using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using StapFarm.Runner.Native;
using StapFarm.Runner.Processes;

namespace StapFarm.Runner.Namespaces;

/// <summary>
/// <c>stapfarm-runner enter SPEC</c>: the child that makes the private mount namespace and then becomes staprun, so that
/// signals and the exit code are staprun's own. Everything happens on the process's first thread: the namespace belongs to
/// a thread until execve.
/// </summary>
internal static class EnterCommand
{
    public const string Name = "enter";

    /// <summary>The exit code when staprun was never started.</summary>
    public const int NotStarted = 125;

    public static int Run(string specPath)
    {
        try
        {
            var spec = EnterSpec.Load(specPath);
            _ = Libc.SetSid();
            WritePid(spec.PidFile);
            var mounts = new PrivateMounts(spec.Scratch);
            PrivateMounts.MakeExecutable(spec.Bundle);
            foreach (var (path, program) in spec.Wrappers)
            {
                mounts.Place(path, WrapperScript.For(spec.Loader, spec.Libraries, program));
            }

            throw Execute(spec);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"stapfarm-runner: staprun can't be started: {exception.Message}");
            return NotStarted;
        }
    }

    private static void WritePid(string path)
    {
        var start = ProcessStat.StartTime(Environment.ProcessId) ?? 0;
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {start}\n"));
    }

    private static unsafe IOException Execute(EnterSpec spec)
    {
        // .NET ignores SIGPIPE, a shell's background job SIGINT; what is ignored stays so in what is executed.
        foreach (var signal in (int[])[Signals.Pipe, Signals.Interrupt, Signals.Terminate, Signals.Hangup])
        {
            Libc.Signal(signal, 0);
        }

        var loader = Encoding.UTF8.GetBytes(spec.Loader);
        byte[][] arguments = [loader, "--library-path"u8.ToArray(), Encoding.UTF8.GetBytes(spec.Libraries), .. spec.Arguments];
        var argv = Strings(arguments);
        var envp = Strings([.. Variables()]);
        Libc.Execve(argv[0], argv, envp);
        return LinuxError.Last($"execve {spec.Loader}");
    }

    private static IEnumerable<byte[]> Variables()
    {
        var hasPath = false;
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            hasPath |= name == "PATH";

            // The runner's own settings are nobody's business; SYSTEMTAP_STAPRUN and _STAPIO would lead past the bundle.
            if (!name.StartsWith("STAPFARM_", StringComparison.Ordinal) && !name.StartsWith("SYSTEMTAP_", StringComparison.Ordinal)
                && !name.StartsWith("LD_", StringComparison.Ordinal))
            {
                yield return Encoding.UTF8.GetBytes($"{name}={variable.Value}");
            }
        }

        if (!hasPath)
        {
            yield return "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"u8.ToArray();
        }
    }

    // Never freed: execve takes the process's memory with it.
    private static unsafe byte** Strings(byte[][] texts)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)(texts.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Length; i++)
        {
            array[i] = (byte*)NativeMemory.AllocZeroed((nuint)texts[i].Length + 1);
            texts[i].CopyTo(new Span<byte>(array[i], texts[i].Length));
        }

        return array;
    }
}
