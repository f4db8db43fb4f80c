using StapFarm.Cli.Connection;
using StapFarm.Cli.Display;

namespace StapFarm.Cli.CommandLine;

/// <summary>What every command has at hand.</summary>
internal sealed record CommandContext(FarmClient Farm, CliConsole Console, TimeProvider TimeProvider)
{
    public WorkWatcher Watcher => new(Farm.Work, TimeProvider);

    public BlobDownload Download => new(Farm.Blobs, compressed: !Farm.Address.IsLoopback, TimeProvider);

    public ProgressLine Progress() => new(Console, TimeProvider);
}
