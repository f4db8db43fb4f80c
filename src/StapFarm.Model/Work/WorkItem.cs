using StapFarm.Model.Builds;
using StapFarm.Model.Content;
using StapFarm.Model.Toolchains;

namespace StapFarm.Model.Work;

/// <summary>
/// A piece of work that a worker leases. Its result is a manifest in the store, so that a lost answer costs nothing.
/// </summary>
public abstract record WorkItem
{
    private protected WorkItem()
    {
    }

    /// <summary>What the work is, unique: work of one name is done once however many ask. A valid manifest id.</summary>
    public abstract string Name { get; }

    /// <summary>For people.</summary>
    public abstract string Description { get; }

    /// <summary>Translates a request; gives a module or a listing.</summary>
    /// <param name="Request">The encoded <see cref="TranslationRequest"/> in the blob store.</param>
    /// <param name="AskedBy">The principal who asked first.</param>
    public sealed record Translate(ModuleKey Key, BlobRef Request, PairName Pair, string AskedBy) : WorkItem
    {
        public override string Name => $"module-{Key}";

        public override string Description => $"translation {Key.Digest.Short}";
    }

    /// <summary>Does stap's own trials of a pair once.</summary>
    public sealed record Prepare(PairName Pair) : WorkItem
    {
        public override string Name => $"pair-{Pair.Toolchain.ToString()[..32]}-{Pair.Tree.ToString()[..32]}";

        public override string Description => $"preparing toolchain {Pair.Toolchain.Short} for kernel tree {Pair.Tree.Short}";
    }

    /// <summary>Fetches a kernel.</summary>
    public sealed record AddKernel(string Specification) : WorkItem
    {
        public override string Name => WorkNames.From("kernel", Specification);

        public override string Description => $"adding kernel {Specification}";
    }

    /// <summary>Makes a toolchain.</summary>
    public sealed record AddToolchain(string Specification) : WorkItem
    {
        public override string Name => WorkNames.From("toolchain", Specification);

        public override string Description => $"adding toolchain {Specification}";
    }
}
