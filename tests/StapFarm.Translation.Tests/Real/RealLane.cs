using Xunit;

namespace StapFarm.Translation.Tests.Real;

[CollectionDefinition(Name)]
public sealed class RealLane : ICollectionFixture<RealPair>
{
    public const string Name = "real pair";
}
