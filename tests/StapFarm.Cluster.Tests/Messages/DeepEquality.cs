using System.Collections;
using System.Reflection;

namespace StapFarm.Cluster.Tests.Messages;

/// <summary>Compares messages by what they hold: records compare lists and memory by reference.</summary>
public static class DeepEquality
{
    public static void AssertSame(object? expected, object? actual) => Assert.Equal(Flatten(expected, "value"), Flatten(actual, "value"));

    private static List<string> Flatten(object? value, string path)
    {
        switch (value)
        {
            case null:
                return [$"{path}: null"];
            case ReadOnlyMemory<byte> memory:
                return [$"{path}: {Convert.ToHexString(memory.Span)}"];
            case IReadOnlyDictionary<string, string> labels:
                return [.. labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{path}[{label.Key}]: {label.Value}")];
            case IEnumerable items when value is not string:
                return [.. items.Cast<object?>().SelectMany((item, index) => Flatten(item, $"{path}[{index}]")), $"{path}: end"];
            case IFormattable or string or bool or Model.Content.Digest:
                return [$"{path}: {value.GetType().Name} {value}"];
            default:
                return
                [
                    $"{path}: {value.GetType().FullName}",
                    .. value.GetType()
                        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                        .Where(property => property.GetIndexParameters().Length == 0 && property.DeclaringType != typeof(Exception))
                        .SelectMany(property => Flatten(property.GetValue(value), $"{path}.{property.Name}")),
                ];
        }
    }
}
