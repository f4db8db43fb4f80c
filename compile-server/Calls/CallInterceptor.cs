using Grpc.Core;
using Grpc.Core.Interceptors;
using StapFarm.CompileServer.Shutdown;
using StapFarm.Model.Failures;
using StapFarm.Model.Principals;
using StapFarm.Protocol.Mapping;

namespace StapFarm.CompileServer.Calls;

/// <summary>
/// What all calls have in common: the principal, typed failures in place of exceptions, and quiet when the caller went away.
/// </summary>
internal sealed partial class CallInterceptor(ShutdownPhases shutdown, ILogger<CallInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation)
    {
        context.SetPrincipal(Principal.Local);
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        context.SetPrincipal(Principal.Local);
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        context.SetPrincipal(Principal.Local);
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        context.SetPrincipal(Principal.Local);
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        if (context.CancellationToken.IsCancellationRequested)
        {
            LogCallerGone(context.Method);
            return new RpcException(new Status(StatusCode.Cancelled, "The caller went away."));
        }

        return exception switch
        {
            RpcException rpc => rpc,
            FarmException farm => Refused(farm, context),
            OperationCanceledException when shutdown.IsStopping => Refused(ShutdownPhases.GoingDown(), context),
            TimeoutException or OrleansMessageRejectionException or SiloUnavailableException or OrleansException =>
                Unavailable(exception, context),
            _ => Unexpected(exception, context),
        };
    }

    private RpcException Refused(FarmException exception, ServerCallContext context)
    {
        LogRefused(context.Method, exception.Failure.Code, exception.Message);
        return exception.ToRpcException();
    }

    private RpcException Unavailable(Exception exception, ServerCallContext context)
    {
        if (shutdown.IsStopping)
        {
            return Refused(ShutdownPhases.GoingDown(), context);
        }

        var id = NewId();
        LogUnavailable(exception, context.Method, id);
        return new FarmException(
            FailureCode.Unavailable,
            $"A part of the farm doesn't answer ({id}).",
            "Try again; what was stored is kept.").ToRpcException();
    }

    private RpcException Unexpected(Exception exception, ServerCallContext context)
    {
        var id = NewId();
        LogUnexpected(exception, context.Method, id);
        return new FarmException(
            FailureCode.Internal,
            $"The farm failed in a way that it shouldn't ({id}).",
            $"The server's log says more beside {id}.").ToRpcException();
    }

    private static string NewId() => $"failure-{Guid.NewGuid().ToString("N")[..12]}";
}
