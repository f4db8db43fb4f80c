using StapFarm.Model.Failures;
using Xunit;

namespace StapFarm.Storage.Tests;

internal static class FailureAssert
{
    public static async Task<FarmFailure> ThrowsAsync(FailureCode code, Func<Task> act)
    {
        var exception = await Assert.ThrowsAsync<FarmException>(act);
        Assert.Equal(code, exception.Failure.Code);
        return exception.Failure;
    }
}
