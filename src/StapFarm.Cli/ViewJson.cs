using System.Text.Json.Serialization;
using StapFarm.Cli.Builds;
using StapFarm.Cli.Care;
using StapFarm.Cli.Farm;
using StapFarm.Cli.Kernels;
using StapFarm.Cli.Modules;
using StapFarm.Cli.Runs;
using StapFarm.Cli.Toolchains;

namespace StapFarm.Cli;

/// <summary>What <c>--json</c> prints; generated at compile time, since an ahead-of-time binary has no reflection for it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CollectionView))]
[JsonSerializable(typeof(ExaminationView))]
[JsonSerializable(typeof(ExplainView))]
[JsonSerializable(typeof(FarmStatusView))]
[JsonSerializable(typeof(KernelView[]))]
[JsonSerializable(typeof(WantedKernelView[]))]
[JsonSerializable(typeof(ModuleView[]))]
[JsonSerializable(typeof(PairView[]))]
[JsonSerializable(typeof(RunnerView[]))]
[JsonSerializable(typeof(ToolchainView[]))]
internal sealed partial class ViewJson : JsonSerializerContext;
