using Xunit;

namespace StapFarm.EndToEnd.Tests.Farm;

[CollectionDefinition(FarmWithTarget.Collection)]
public sealed class FarmWithTargetDefinition : ICollectionFixture<FarmWithTarget>;
