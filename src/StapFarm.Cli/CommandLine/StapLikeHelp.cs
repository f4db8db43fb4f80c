namespace StapFarm.Cli.CommandLine;

/// <summary>The help of the commands that take stap's own options.</summary>
internal static class StapLikeHelp
{
    private const string Common = """

          SCRIPT            a file, '-' for standard input, or -e TEXT
          --toolchain NAME  a toolchain's name, stap release or digest, instead of the farm's choice
          --farm URL        the farm (STAPFARM_URL; http://127.0.0.1:7077)

        and stap's own options: -v -g -u -w -W -b -t -m NAME -D NAME=VALUE -B OPTION -I DIR -d OBJECT -E TEXT
        --privilege=..., --vp 11111, --compatible VERSION, --prologue-searching, --suppress-... (see 'man stap').
        Words after '--' are the script's arguments even if they begin with '-'.

        """;

    public static string Of(string command) => command switch
    {
        "build" => """
            Usage: stapfarm build SCRIPT --kernel KERNEL [-o FILE] [stap's options] [script arguments]

            Translates a script for a kernel. The module becomes MODULE.ko (or FILE) and its name is printed; a listing
            (-l PROBE, -L PROBE, --dump-functions, --dump-probe-aliases, --dump-probe-types, or -p 1..3) is printed itself.

              --kernel KERNEL   a release, build-id or tree digest of the farm (or -r RELEASE)
              -o FILE           where the result goes
            """ + Common,
        "run" => """
            Usage: stapfarm run SCRIPT --on SELECTOR [stap's options] [script arguments]

            Runs a script on one or more targets and prints its output as it comes, with the target's name before each
            line when there are several. Ctrl-C ends it as in stap, a second Ctrl-C by force. The exit code is staprun's.

              --on SELECTOR     a runner's name or id, LABEL=VALUE, or all
              -c CMD            run CMD on the target, end with it
              -x PID            target()
              -G NAME=VALUE     set a global variable
              -T SECONDS        end it after this time
              --output-limit N  end it after N bytes of output; with k, M or G, as in 10M, thousands and so on
              -o FILE           where the output goes
            """ + Common,
        _ => """
            Usage: stapfarm explain SCRIPT --kernel KERNEL [--json] [stap's options] [script arguments]

            Prints the fields of the key under which the module is kept, and, when it isn't there, which of them differ from
            the nearest one that is.

              --kernel KERNEL   a release, build-id or tree digest of the farm (or -r RELEASE)
            """ + Common,
    };
}
