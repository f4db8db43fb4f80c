using StapFarm.Lab.Machines;

namespace StapFarm.Lab.Initramfs;

/// <summary>The runner's command line on the guest.</summary>
public static class RunnerArguments
{
    /// <summary>The address under which QEMU's user network shows a guest this host's loopback.</summary>
    public const string HostSeenFromGuest = "10.0.2.2";

    public static IReadOnlyList<string> For(LabRunner runner, string name)
    {
        List<string> arguments = ["--farm", FarmSeenFromGuest(runner.Farm)];
        if (runner.FarmKey is not null)
        {
            arguments.AddRange(["--farm-key", "/etc/stapfarm/farm.pem"]);
        }

        arguments.AddRange(["--name", name]);
        foreach (var label in runner.Labels)
        {
            arguments.AddRange(["--label", label]);
        }

        arguments.AddRange(runner.Arguments);
        return arguments;
    }

    private static string FarmSeenFromGuest(Uri farm)
    {
        var address = farm.IsLoopback ? new UriBuilder(farm) { Host = HostSeenFromGuest }.Uri : farm;
        return address.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }
}
