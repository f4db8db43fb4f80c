using System.Reflection;
using System.Text;
using StapFarm.Cluster.Work;

namespace StapFarm.Cluster.Tests.Messages;

/// <summary>A farm may run two releases at once: what one wrote, every later one reads.</summary>
public sealed class PayloadTests : IDisposable
{
    private readonly Payloads _payloads = new();

    public static TheoryData<string> Names => [.. GoldenMessages.All.Keys];

    public static TheoryData<string> Recorded =>
        [.. Directory.GetFiles(Payloads.Folder(), "*.bin", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Payloads.Folder(), file))];

    public void Dispose() => _payloads.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_comes_back_as_it_was(string name)
    {
        var message = GoldenMessages.All[name];

        DeepEquality.AssertSame(message, _payloads.Read(_payloads.Write(message)));
        DeepEquality.AssertSame(message, _payloads.Copy(message));
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_recorded_payload_can_still_be_read(string file)
    {
        var message = GoldenMessages.All[Path.GetFileNameWithoutExtension(file)];

        DeepEquality.AssertSame(message, _payloads.Read(File.ReadAllBytes(Path.Combine(Payloads.Folder(), file))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_message_has_a_recorded_payload(string name)
    {
        var file = Path.Combine(Payloads.Folder(), "v1", $"{name}.bin");
        if (Environment.GetEnvironmentVariable(Payloads.RecordVariable) is { Length: > 0 } && !File.Exists(file))
        {
            File.WriteAllBytes(file, _payloads.Write(GoldenMessages.All[name]));
        }

        Assert.True(File.Exists(file), $"{file} is missing. Run this test once with {Payloads.RecordVariable}=1, and commit what it writes.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_payload_holds_a_CLR_name_of_ours(string name) =>
        Assert.DoesNotContain("StapFarm.", Encoding.Latin1.GetString(_payloads.Write(GoldenMessages.All[name])), StringComparison.Ordinal);

    [Fact]
    public void Every_type_that_grains_are_sent_has_a_golden_message()
    {
        var golden = GoldenMessages.All.Values.Select(message => message.GetType()).ToHashSet();
        var messages = typeof(IWorkGrain).Assembly.GetTypes()
            .Where(type => type is { IsPublic: true } or { IsNestedPublic: true } && type.GetCustomAttribute<GenerateSerializerAttribute>() is not null && !type.IsAbstract);
        var parameters = typeof(IWorkGrain).Assembly.GetTypes()
            .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)))
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.ParameterType)
            .Where(type => type.Assembly == typeof(Model.Work.WorkItem).Assembly && !type.IsAbstract);

        Assert.Empty(messages.Concat(parameters).Except(golden));
    }
}
