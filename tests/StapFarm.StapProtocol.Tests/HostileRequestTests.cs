using StapFarm.Model.Failures;
using StapFarm.StapProtocol.Requests;
using StapFarm.Testing.StapRequests;
using Xunit;

namespace StapFarm.StapProtocol.Tests;

/// <summary>
/// Mutations of requests that real clients could send. Whatever comes in is understood or refused with a reason; most get as
/// far as the options, or the fuzzing would only try the archive.
/// </summary>
public sealed class HostileRequestTests
{
    private const int Rounds = 4000;

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
            var archive = RequestMutations.Next(random);
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
}
