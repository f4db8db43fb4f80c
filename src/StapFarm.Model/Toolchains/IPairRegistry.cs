using StapFarm.Model.Content;

namespace StapFarm.Model.Toolchains;

/// <summary>What is known of pairs, and which toolchain is promoted for which kernel.</summary>
public interface IPairRegistry
{
    /// <summary>Adds evidence. The first good load of a kernel without a promoted toolchain promotes the pair's toolchain.</summary>
    Task RecordAsync(PairName pair, PairEvidence evidence, CancellationToken cancellationToken);

    /// <summary>What is known; state <see cref="PairState.Unknown"/> without evidence when nothing is.</summary>
    Task<PairRecord> GetAsync(PairName pair, CancellationToken cancellationToken);

    /// <summary>Makes the toolchain the kernel's default.</summary>
    Task PromoteAsync(PairName pair, CancellationToken cancellationToken);

    /// <summary>The promoted toolchain of a kernel tree, or null.</summary>
    Task<Digest?> PromotedAsync(Digest tree, CancellationToken cancellationToken);
}
