using StapFarm.Model.Failures;
using StapFarm.StapProtocol.Requests;
using Xunit;

namespace StapFarm.StapProtocol.Tests;

/// <summary>
/// Mutations of requests that real clients could send. Whatever comes in is understood or refused with a reason; most get as
/// far as the options, or the fuzzing would only try the archive.
/// </summary>
public sealed class HostileRequestTests
{
    private const int Rounds = 4000;

    private static readonly string[] Usual = ["-p4", "-v", "-g", "-mname", "-DX=1", "-I", "tapset/a", "script/x.stp", "-w", "-t", "-xx", "-c", "true", "-d", "ext4", "-a", "x86_64", "-E", "probe end {}"];

    private static readonly string[] Unusual =
    [
        "-p", "-e", "-eprobe begin {}", "--", "-vvvvvvvvvv", "--vp=11111", "-m", "-D", "--privilege=stapusr", "--unprivileged", "-l", "-L", "kernel.function(\"*\")", "--dump-functions",
        "--dump-p", "-x", "-G", "-T", "-r", "--compatible", "--compatible=", "-", "", "-\u00e4", "-k", "--tmpdir=/", "-wWtu", "-B", "--version", "../../etc/passwd", "-\n", "--=x", "---", "-p9",
        "-S1,2", "-s", "-o", "-F", "-q", "-b",
    ];

    [Fact]
    public void A_mutated_request_is_understood_or_refused_and_most_reach_the_options()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STAPFARM_TEST_SEED"), out var given) ? given : 1;
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("STAPFARM_FUZZ_ROUNDS"), out var wanted) ? wanted : Rounds;
        var random = new Random(seed);
        var limits = new RequestLimits();
        int reached = 0, understood = 0;
        for (var round = 0; round < rounds; round++)
        {
            var archive = Mutate(random);
            try
            {
                var request = RequestReader.Read(archive, limits);
                reached++;
                _ = SourceReader.Source(request, SourceReader.Command(request));
                understood++;
            }
            catch (FarmException exception)
            {
                Assert.NotEmpty(exception.Failure.Message);
                Assert.NotEqual(FailureCode.Internal, exception.Failure.Code);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Round {round} of seed {seed}: {Convert.ToBase64String(archive)}", exception);
            }
        }

        Assert.True(reached > rounds / 2, $"{reached} of {rounds} reached the options");
        Assert.True(understood > rounds / 20, $"{understood} of {rounds} were understood");
    }

    private static byte[] Mutate(Random random)
    {
        var arguments = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Word(random)).Prepend("script/x.stp").ToArray();
        var archive = ArchiveBuilder.Request(arguments).Add("script/x.stp", "probe begin {}").Add("tapset/a/b.stp", "probe x = begin {}");
        if (random.Next(4) == 0)
        {
            var name = (string[])["version", "sysinfo", "locale", "mok_fingerprints", "argv1", "script/x.stp", "tapset/a", "../x"];
            archive.Add(name[random.Next(name.Length)], Noise(random));
        }

        var bytes = archive.Pack();
        for (var flips = random.Next(3) == 0 ? random.Next(1, 5) : 0; flips > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return random.Next(20) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static string Word(Random random) =>
        random.Next(4) == 0 ? Unusual[random.Next(Unusual.Length)] : Usual[random.Next(Usual.Length)];

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(200)];
        random.NextBytes(noise);
        return noise;
    }
}
