using Grpc.Core;
using StapFarm.Cli.Connection;
using StapFarm.Cli.Display;
using StapFarm.Model.Failures;
using StapFarm.Protocol.Mapping;

namespace StapFarm.Cli.CommandLine;

/// <summary>Runs a command with a connection to the farm, and turns what goes wrong into words and an exit code.</summary>
internal sealed class CommandHost(CliConsole console, string? environmentAddress, TimeProvider timeProvider)
{
    public CliConsole Console => console;

    public async Task<int> RunAsync(string? farmOption, Func<CommandContext, Task<int>> action)
    {
        try
        {
            var address = FarmAddress.Resolve(farmOption, environmentAddress);
            try
            {
                using var farm = new FarmClient(address);
                return await action(new CommandContext(farm, console, timeProvider));
            }
            catch (RpcException exception) when (IsUnreachable(exception))
            {
                return Fail(new FarmFailure(
                    FailureCode.Unavailable,
                    $"The farm at {address.GetLeftPart(UriPartial.Authority)} can't be reached.",
                    "Check the address (--farm URL or STAPFARM_URL), and that the farm is up; ./dev up starts one here."));
            }
        }
        catch (UsageException exception)
        {
            return Refuse(exception);
        }
        catch (FarmException exception)
        {
            return Fail(exception.Failure);
        }
        catch (RpcException exception)
        {
            return Fail(exception.ToFailure());
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(new FarmFailure(FailureCode.Internal, exception.Message));
        }
    }

    public int Refuse(UsageException exception)
    {
        console.WriteErrorLine($"stapfarm: {PlainText.Lines(exception.Message)}");
        console.WriteErrorLine(exception.Advice);
        return ExitCodes.Usage;
    }

    public int RefuseUsage(FarmFailure failure)
    {
        FailureText.Write(console, failure);
        return ExitCodes.Usage;
    }

    private static bool IsUnreachable(RpcException exception) =>
        exception.StatusCode == StatusCode.Unavailable && exception.Trailers.GetValueBytes(FailureMapping.TrailerName) is null;

    private int Fail(FarmFailure failure)
    {
        FailureText.Write(console, failure);
        return ExitCodes.Failure;
    }
}
