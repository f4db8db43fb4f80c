using System.Diagnostics;
using System.Globalization;

namespace StapFarm.CompileServer.StapPort.Discovery;

/// <summary>
/// Announces with Avahi's own program, which lives as long as the announcement. Each has a thread that waits for it: the
/// kernel ends a program together with the thread that started it (prctl(2), PR_SET_PDEATHSIG), so that none outlives a
/// farm that is killed and goes on announcing it, and a thread of the pool may end at any time.
/// </summary>
internal sealed class AvahiPublisher : IServicePublisher
{
    private const string Program = "avahi-publish-service";
    private const string Established = "Established under name";
    private const string NameTaken = "Local name collision";

    public Task<PublishFailure> PublishAsync(string name, Announcement announcement, Action established, CancellationToken cancellationToken)
    {
        if (Find() is not { } program)
        {
            return Task.FromResult(new PublishFailure(NameTaken: false, $"the program {Program} isn't there (Debian: avahi-utils)"));
        }

        var ended = new TaskCompletionSource<PublishFailure>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                ended.SetResult(Run(Describe(program, name, announcement), established, cancellationToken));
            }
            catch (Exception exception)
            {
                ended.SetException(exception);
            }
        })
        {
            IsBackground = true,
            Name = Program,
        };
        thread.Start();
        return ended.Task;
    }

    private static PublishFailure Run(ProcessStartInfo start, Action established, CancellationToken cancellationToken)
    {
        using var process = Process.Start(start)!;
        using var end = cancellationToken.Register(process.Kill);
        process.BeginOutputReadLine();
        var said = "";
        while (process.StandardError.ReadLine() is { } line)
        {
            if (line.StartsWith(Established, StringComparison.Ordinal))
            {
                established();
            }
            else
            {
                said = line;
            }
        }

        process.WaitForExit();
        return new(
            said.Contains(NameTaken, StringComparison.Ordinal),
            said.Length > 0 ? $"{Program} says: {said}" : string.Create(CultureInfo.InvariantCulture, $"{Program} ended with exit code {process.ExitCode}"));
    }

    private static ProcessStartInfo Describe(string program, string name, Announcement announcement)
    {
        var start = new ProcessStartInfo("setpriv") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--pdeathsig", "KILL", "--", program,
            name, Announcement.Type, announcement.Port.ToString(CultureInfo.InvariantCulture), .. announcement.Records,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // What it says is read.
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists);
}
