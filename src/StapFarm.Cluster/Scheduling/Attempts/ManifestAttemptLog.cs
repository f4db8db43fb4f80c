using StapFarm.Model.Content;

namespace StapFarm.Cluster.Scheduling.Attempts;

/// <summary>Keeps attempts as manifests of the kind <see cref="ManifestKind.Attempts"/>: format <c>attempts</c>, version 1.</summary>
/// <remarks>Stores may touch the disk before their first await; that mustn't happen in a grain's turn, hence the thread pool.</remarks>
public sealed class ManifestAttemptLog(IManifestStore store) : IAttemptLog
{
    public const string Format = "attempts";

    public const int Version = 1;

    /// <summary>How the manifests are read.</summary>
    public static ManifestForm Form { get; } = new(
        ManifestKind.Attempts,
        document =>
        {
            ManifestDocument.Read<AttemptsDocument>(Format, Version, document);
            return [];
        },
        IsRemade: true,
        "The work has all its attempts again, once this is dropped: stapfarm doctor --repair");

    public Task<IReadOnlyList<Attempt>> ReadAsync(string work, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                var document = await store.GetAsync(NameOf(work), cancellationToken);
                return document is { } bytes
                    ? ManifestDocument.Read<AttemptsDocument>(Format, Version, bytes).Attempts
                    : [];
            },
            cancellationToken);

    public Task WriteAsync(string work, IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken) =>
        Task.Run(
            async () => await store.PutAsync(
                NameOf(work),
                ManifestDocument.Write(Format, Version, new AttemptsDocument(work, attempts)),
                cancellationToken),
            cancellationToken);

    public Task ClearAsync(string work, CancellationToken cancellationToken) =>
        Task.Run(async () => await store.DeleteAsync(NameOf(work), cancellationToken), cancellationToken);

    private static ManifestName NameOf(string work) => new(ManifestKind.Attempts, work);

    private sealed record AttemptsDocument(string Work, IReadOnlyList<Attempt> Attempts);
}
