using System.Text;
using StapFarm.Model.Kernels;
using StapFarm.Runner.Native;

namespace StapFarm.Runner.Target;

/// <summary>Reads them from uname(2), <c>/sys</c> and <c>/proc</c>.</summary>
internal sealed class LinuxKernelFacts : IKernelFacts
{
    // struct utsname of Linux: six texts of 65 bytes.
    private const int UtsField = 65;

    public KernelIdentity Identity { get; } = ReadIdentity();

    public string Lockdown => Lockdowns.Parse(ReadText("/sys/kernel/security/lockdown"));

    public IReadOnlyList<string> EnrolledKeys => KeyList.Parse(ReadText("/proc/keys"));

    public string BootId { get; } = ReadText("/proc/sys/kernel/random/boot_id").Trim();

    private static unsafe KernelIdentity ReadIdentity()
    {
        var buffer = stackalloc byte[UtsField * 6];
        LinuxError.Check(Libc.Uname(buffer), "uname");
        return new KernelIdentity(
            Architecture.FromMachine(Field(buffer, 4)),
            Field(buffer, 2),
            Field(buffer, 3),
            KernelNotes.BuildId(ReadBytes("/sys/kernel/notes")) ?? "");
    }

    private static unsafe string Field(byte* buffer, int index)
    {
        var field = new ReadOnlySpan<byte>(buffer + (index * UtsField), UtsField);
        return Encoding.UTF8.GetString(field[..field.IndexOf((byte)0)]);
    }

    private static string ReadText(string path) => Encoding.UTF8.GetString(ReadBytes(path));

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
