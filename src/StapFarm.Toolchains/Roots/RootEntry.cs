namespace StapFarm.Toolchains.Roots;

/// <summary>An entry of a root's tar, with a path that can be trusted.</summary>
/// <param name="Path">Relative, without <c>.</c> and <c>..</c>, through no link of the same tar, e.g. <c>usr/bin/stap</c>.</param>
/// <param name="Target">
/// Where a symbolic link leads, as the tar says it; of a hard link the path of the file, which can be trusted as well. Empty for
/// others.
/// </param>
/// <param name="Content">Of a file: to be read before the next entry is asked for.</param>
internal sealed record RootEntry(string Path, RootEntryKind Kind, UnixFileMode Mode, DateTimeOffset Modified, string Target, Stream Content);
