using Grpc.Core;
using StapFarm.Model.Principals;

namespace StapFarm.CompileServer.Calls;

/// <summary>The principal of a call: set by <see cref="CallInterceptor"/> alone, asked for by each service method.</summary>
internal static class CallPrincipal
{
    private static readonly object Key = new();

    public static void SetPrincipal(this ServerCallContext context, Principal principal) => context.UserState[Key] = principal;

    /// <exception cref="InvalidOperationException">The call didn't pass the interceptor.</exception>
    public static Principal Principal(this ServerCallContext context) =>
        context.UserState.TryGetValue(Key, out var principal)
            ? (Principal)principal
            : throw new InvalidOperationException("This call has no principal: it didn't pass the interceptor.");
}
