namespace StapFarm.Lab.Exec;

/// <summary>One message of the guest's agent.</summary>
/// <param name="Kind">p: started; o: standard output; e: standard error; x: ended.</param>
/// <param name="Id">Of the request that it answers.</param>
/// <param name="Number">p: process id; x: exit code; o, e: length of the payload.</param>
internal readonly record struct ExecFrame(char Kind, string Id, int Number, ReadOnlyMemory<byte> Payload);
