using System.CommandLine;
using System.Runtime.InteropServices;
using StapFarm.Lab.Exec;
using StapFarm.Lab.Machines;

namespace StapFarm.Lab.Cli;

/// <summary><c>exec N -- CMD...</c>: runs a command on a machine, its output as it comes; exits as it does.</summary>
internal static class ExecCommand
{
    private const int Interrupt = 2;

    private static readonly Argument<string> Machine = new("MACHINE") { Description = "Its number or name" };
    private static readonly Argument<string[]> Words = new("CMD") { Description = "The program and its arguments", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> Input = new("--stdin", "-i") { Description = "Give the command this program's standard input, read to its end first" };

    public static Command Create()
    {
        var command = new Command("exec", "Run a command on a machine") { Machine, Words, Input };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var machine = MachineRegistry.OfUser().Find(arguments.GetRequiredValue(Machine));
        using var client = machine.Connect();
        var command = GuestCommand.Program(arguments.GetRequiredValue(Words));
        if (arguments.GetValue(Input))
        {
            command = command with { Input = await ReadInputAsync(cancellationToken) };
        }

        await using var running = await client.StartAsync(command, cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            _ = running.SignalAsync(Interrupt, CancellationToken.None);
        });
        await using var output = Console.OpenStandardOutput();
        await using var error = Console.OpenStandardError();
        await foreach (var part in running.Output.ReadAllAsync(CancellationToken.None))
        {
            var stream = part.IsError ? error : output;
            await stream.WriteAsync(part.Bytes, CancellationToken.None);
            await stream.FlushAsync(CancellationToken.None);
        }

        return await running.ExitCode;
    }

    private static async Task<byte[]> ReadInputAsync(CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        using var bytes = new MemoryStream();
        await input.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
