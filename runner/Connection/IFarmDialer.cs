namespace StapFarm.Runner.Connection;

/// <summary>Opens connections to the farm.</summary>
internal interface IFarmDialer
{
    IFarmStream Open();
}
