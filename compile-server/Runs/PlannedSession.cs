using StapFarm.Cluster.Runs;
using StapFarm.CompileServer.Builds;
using StapFarm.Model.Runs;

namespace StapFarm.CompileServer.Runs;

internal sealed record PlannedSession(SessionPlan Plan, RunnerHello Runner, PlannedBuild Build);
