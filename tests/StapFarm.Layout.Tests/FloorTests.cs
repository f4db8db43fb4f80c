using Xunit;

namespace StapFarm.Layout.Tests;

/// <summary>Dependencies point one way: hosts to rooms to the model. Rooms on the same floor don't see each other.</summary>
public sealed class FloorTests
{
    private static readonly Dictionary<string, int> Floors = new()
    {
        ["StapFarm.Model"] = 0,
        ["StapFarm.Storage"] = 1,
        ["StapFarm.Kernels"] = 1,
        ["StapFarm.Toolchains"] = 1,
        ["StapFarm.Translation"] = 1,
        ["StapFarm.Signing"] = 1,
        ["StapFarm.StapProtocol"] = 1,
        ["StapFarm.Cluster"] = 1,
        ["StapFarm.Protocol"] = 1,
        ["StapFarm.Cli"] = 2,
        ["StapFarm.Runner"] = 2,
        ["StapFarm.CompileServer"] = 2,
    };

    [Fact]
    public void Every_project_outside_tests_has_a_floor()
    {
        var projects = ProjectGraph.References.Keys.Where(name => !IsTest(name)).Order();

        Assert.Equal(Floors.Keys.Order(), projects);
    }

    [Fact]
    public void No_project_references_one_on_its_own_floor_or_above()
    {
        var upward =
            from project in ProjectGraph.References
            where Floors.ContainsKey(project.Key)
            from reference in project.Value
            where Floors[reference] >= Floors[project.Key]
            select $"{project.Key} -> {reference}";

        Assert.Empty(upward);
    }

    [Theory]
    [InlineData("StapFarm.Cli")]
    [InlineData("StapFarm.Runner")]
    public void What_runs_outside_the_farm_sees_only_the_model_and_the_protocol(string project) =>
        Assert.Equal(["StapFarm.Model", "StapFarm.Protocol"], ProjectGraph.References[project].Order());

    [Fact]
    public void The_model_depends_on_nothing()
    {
        Assert.Empty(ProjectGraph.References["StapFarm.Model"]);
        Assert.Empty(ProjectGraph.Packages["StapFarm.Model"]);
    }

    [Fact]
    public void Orleans_stays_inside_the_cluster_room_and_the_compile_server() =>
        Assert.Equal(["StapFarm.Cluster", "StapFarm.CompileServer"], Users("Microsoft.Orleans"));

    [Fact]
    public void Grpc_stays_inside_the_protocol_room_and_the_hosts() =>
        Assert.Subset(
            new HashSet<string> { "StapFarm.Protocol", "StapFarm.CompileServer", "StapFarm.Cli", "StapFarm.Runner" },
            Users("Grpc.").ToHashSet());

    [Fact]
    public void Every_room_has_a_test_project() =>
        Assert.Subset(ProjectGraph.References.Keys.ToHashSet(), Floors.Keys.Select(room => $"{room}.Tests").ToHashSet());

    private static bool IsTest(string name) =>
        name.EndsWith(".Tests", StringComparison.Ordinal) || name is "StapFarm.Testing" or "StapFarm.Testing.Farm" or "StapFarm.Lab" or "StapFarm.Bench";

    private static IEnumerable<string> Users(string packagePrefix) =>
        ProjectGraph.Packages
            .Where(project => !IsTest(project.Key) && project.Value.Any(package => package.StartsWith(packagePrefix, StringComparison.Ordinal)))
            .Select(project => project.Key)
            .Order();
}
