namespace StapFarm.CompileServer.Worker;

/// <summary>Where the farm is that this worker works for.</summary>
internal interface IFarmAddress
{
    /// <summary><c>http://ADDRESS:PORT</c>. Asked for when the process has started.</summary>
    string Address { get; }
}
