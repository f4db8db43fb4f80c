namespace StapFarm.Lab.Exec;

/// <summary>Some bytes that a command on the guest wrote, as they came.</summary>
/// <param name="IsError">True for standard error.</param>
public readonly record struct ExecOutput(bool IsError, ReadOnlyMemory<byte> Bytes);
