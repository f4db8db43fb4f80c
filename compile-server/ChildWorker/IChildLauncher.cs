using System.Diagnostics;

namespace StapFarm.CompileServer.ChildWorker;

/// <summary>Says how the worker process is started.</summary>
internal interface IChildLauncher
{
    ProcessStartInfo Describe();
}
