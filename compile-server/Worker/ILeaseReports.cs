using StapFarm.Model.Work;

namespace StapFarm.CompileServer.Worker;

/// <summary>Where a worker's progress and results go. Returns at once.</summary>
internal interface ILeaseReports
{
    void Progressed(string lease, WorkProgress progress);

    void Completed(string lease, WorkResult result);
}
