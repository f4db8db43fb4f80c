using StapFarm.CompileServer.Hosting;

namespace StapFarm.CompileServer.Listening;

/// <summary>Says where the farm listens, in the log and in a file of the data root, and takes the file back at the end.</summary>
internal sealed partial class AddressAnnouncement(FarmListener listener, FarmFolders folders, ILogger<AddressAnnouncement> logger)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var whole = $"{folders.AddressFile}.{Environment.ProcessId}";
        await File.WriteAllTextAsync(whole, listener.Address + "\n", cancellationToken);
        File.Move(whole, folders.AddressFile, overwrite: true);
        LogListening(listener.Address, folders.DataRoot);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(folders.AddressFile)
            && await File.ReadAllTextAsync(folders.AddressFile, cancellationToken) == listener.Address + "\n")
        {
            File.Delete(folders.AddressFile);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "The farm listens at {Address}; its data is in {DataRoot}")]
    private partial void LogListening(string address, string dataRoot);
}
