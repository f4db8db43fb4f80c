using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StapFarm.CompileServer.Tests.Fakes;
using StapFarm.CompileServer.Tests.Farm;
using StapFarm.Model.Failures;
using StapFarm.Model.Kernels;
using StapFarm.Model.Principals;
using StapFarm.Model.Toolchains;
using V1 = StapFarm.Protocol.V1;

namespace StapFarm.CompileServer.Tests.Builds;

public sealed class RefusalTests : IAsyncLifetime
{
    private readonly Guard _guard = new();
    private readonly BrokenSelector _selector = new();
    private TestFarm _farm = null!;

    public async Task InitializeAsync() => _farm = await TestFarm.StartAsync(services =>
    {
        services.Replace(ServiceDescriptor.Singleton<IAuthorizer>(_guard));
        services.AddSingleton<IToolchainSelector>(provider => _selector);
    });

    public async Task DisposeAsync() => await _farm.DisposeAsync();

    [Fact]
    public async Task An_unknown_kernel_is_refused_with_those_there_are_and_how_to_add_it()
    {
        var failure = await FarmAssert.FailsAsync(
            FailureCode.UnknownKernel,
            async () => await _farm.Builds.SubmitAsync(new() { Source = Samples.Source("probe begin {}"), Kernel = "5.10.0-9-amd64" }));

        Assert.Contains(Samples.Release, failure.Message, StringComparison.Ordinal);
        Assert.Contains("stapfarm kernel add 5.10.0-9-amd64", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_that_isnt_stap_s_is_refused_before_anything_is_built()
    {
        var request = Samples.Build("probe begin {}");
        request.Source.Options.Add(new V1.StapOption { Name = "--rlimit-as", Value = ByteString.CopyFromUtf8("1") });

        var failure = await FarmAssert.FailsAsync(FailureCode.InvalidRequest, async () => await _farm.Builds.SubmitAsync(request));

        Assert.Contains("--rlimit-as", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C_code_of_the_script_s_own_is_an_action_of_its_own(bool byTapset)
    {
        _guard.Forbidden = FarmAction.BuildGuru;
        var request = Samples.Build("probe begin {}");
        if (byTapset)
        {
            request.Source.Tapsets.Add(new V1.TapsetDirectory { DisplayName = "lib" });
        }
        else
        {
            request.Source.Options.Add(new V1.StapOption { Name = "-g" });
        }

        var failure = await FarmAssert.FailsAsync(FailureCode.NotAllowed, async () => await _farm.Builds.SubmitAsync(request));

        Assert.Contains("BuildGuru", failure.Message, StringComparison.Ordinal);
        Assert.Contains("local", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_call_asks_for_its_own_right()
    {
        await _farm.KernelsClient.ListAsync(new());
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, async () => await _farm.KernelsClient.AddAsync(new()));
        await FarmAssert.FailsAsync(FailureCode.InvalidRequest, async () => await _farm.Runs.StartAsync(new() { Source = Samples.Source("x") }));

        Assert.Equal([FarmAction.View, FarmAction.Administer, FarmAction.Run, FarmAction.Build], _guard.Asked);
    }

    [Fact]
    public async Task Something_unexpected_is_internal_with_an_id_that_the_log_has_too()
    {
        var failure = await FarmAssert.FailsAsync(FailureCode.Internal, async () => await _farm.Builds.SubmitAsync(Samples.Build("probe begin {}")));
        var id = failure.Message.Split('(', ')')[1];

        Assert.DoesNotContain(BrokenSelector.Secret, failure.Message, StringComparison.Ordinal);
        Assert.Contains(_farm.Log.Lines, line => line.Contains(id, StringComparison.Ordinal) && line.Contains(BrokenSelector.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Work_that_nobody_submitted_isnt_found()
    {
        var failure = await FarmAssert.FailsAsync(FailureCode.NotFound, () => _farm.Work.EventsAsync("1.module-nobody"));

        Assert.Contains("Submit it again", failure.Advice, StringComparison.Ordinal);
        await FarmAssert.FailsAsync(FailureCode.NotFound, () => _farm.Work.EventsAsync("nonsense"));
        await FarmAssert.FailsAsync(FailureCode.UnknownVersion, () => _farm.Work.EventsAsync("2.module-nobody"));
    }

    [Fact]
    public async Task A_release_with_two_builds_is_removed_only_by_build_id()
    {
        var other = Samples.Tree(Samples.Release, "second build");
        _farm.Kernels.Put(other);

        var failure = await FarmAssert.FailsAsync(FailureCode.InvalidRequest, async () => await _farm.KernelsClient.RemoveAsync(new() { Kernel = Samples.Release }));
        var removed = await _farm.KernelsClient.RemoveAsync(new() { Kernel = other.Identity.BuildId });

        Assert.Contains(other.Identity.BuildId, failure.Message, StringComparison.Ordinal);
        Assert.Equal([other.Digest.ToString()], removed.Trees);
        Assert.Single((await _farm.KernelsClient.ListAsync(new())).Kernels);
    }

    private sealed class Guard : IAuthorizer
    {
        public FarmAction? Forbidden { get; set; }

        public List<FarmAction> Asked { get; } = [];

        public void Demand(Principal principal, FarmAction action)
        {
            Asked.Add(action);
            if (action == Forbidden)
            {
                throw new FarmException(FailureCode.NotAllowed, $"{principal} may not {action}.");
            }
        }
    }

    private sealed class BrokenSelector : IToolchainSelector
    {
        public const string Secret = "the words of the exception";

        public Task<ToolchainChoice> SelectAsync(KernelTree tree, string? explicitly, CancellationToken cancellationToken) =>
            throw new InvalidTimeZoneException(Secret);
    }
}
