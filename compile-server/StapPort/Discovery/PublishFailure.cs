namespace StapFarm.CompileServer.StapPort.Discovery;

/// <summary>Why a service isn't announced any longer.</summary>
/// <param name="NameTaken">Whether another service of this machine has the name, so that another name would do.</param>
/// <param name="Why">For people.</param>
internal sealed record PublishFailure(bool NameTaken, string Why);
