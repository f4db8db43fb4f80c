using Grpc.Core;

namespace StapFarm.Cli.Tests.Fakes;

/// <summary>Answers submissions one after the other as the test says; the last answer stays.</summary>
internal sealed class FakeBuilds : V1.Builds.BuildsBase
{
    public Queue<Func<V1.SubmitBuildResponse>> Answers { get; } = [];

    public List<V1.SubmitBuildRequest> Requests { get; } = [];

    public V1.ExplainBuildResponse Explanation { get; set; } = new();

    public List<V1.BuildResult> Modules { get; } = [];

    public override Task<V1.SubmitBuildResponse> Submit(V1.SubmitBuildRequest request, ServerCallContext context)
    {
        Requests.Add(request);
        return Task.FromResult((Answers.Count > 1 ? Answers.Dequeue() : Answers.Peek())());
    }

    public override Task<V1.ExplainBuildResponse> Explain(V1.SubmitBuildRequest request, ServerCallContext context)
    {
        Requests.Add(request);
        return Task.FromResult(Explanation);
    }

    public override Task<V1.ListModulesResponse> ListModules(V1.ListModulesRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ListModulesResponse { Modules = { Modules } });

    public override Task<V1.ShowModuleResponse> ShowModule(V1.ShowModuleRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ShowModuleResponse
        {
            Module = Modules.Single(module => module.ModuleKey.StartsWith(request.ModuleKey, StringComparison.Ordinal)),
            Fields = { Explanation.Fields },
        });
}
