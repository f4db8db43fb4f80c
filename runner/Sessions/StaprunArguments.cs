using System.Globalization;
using System.Text;
using StapFarm.Model.Tickets;

namespace StapFarm.Runner.Sessions;

/// <summary>staprun's command line: <c>staprun -vv [-R] [-c CMD | -x PID] MODULE.ko [name=value ...]</c>.</summary>
internal static class StaprunArguments
{
    /// <param name="rename">Whether staprun is to give the module another name in the kernel.</param>
    public static IReadOnlyList<byte[]> For(string staprun, string modulePath, Ticket ticket, bool rename)
    {
        // -vv says when the probes are live; nothing else does.
        var arguments = new List<byte[]> { Text(staprun), Text("-vv") };
        if (rename)
        {
            arguments.Add(Text("-R"));
        }

        if (ticket.Command is { } command)
        {
            arguments.Add(Text("-c"));
            arguments.Add(command.ToArray());
        }

        if (ticket.TargetPid is { } pid)
        {
            arguments.Add(Text("-x"));
            arguments.Add(Text(pid.ToString(CultureInfo.InvariantCulture)));
        }

        arguments.Add(Text(modulePath));
        arguments.AddRange(ticket.Globals.Select(static global => global.ToArray()));
        return arguments;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
