using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Datasets;

namespace Glassbox.Tests;

/// <summary>Figures that Keras 3.15.1 produced.</summary>
internal static class Golden
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>
    /// The whole collection, too large to be kept with the tests, where it lies beside the checkout: <c>shared/golden</c>. Null elsewhere.
    /// </summary>
    public static string? Larger { get; } = FindLarger();

    public static JsonNode Json(string name) => JsonNode.Parse(File.ReadAllText(Path(name)))!;

    public static Tensor Npy(string name) => Glassbox.Datasets.Npy.Load(Path(name));

    /// <summary>The arrays w0, w1, … of an archive in their order.</summary>
    public static Tensor[] Weights(string name) =>
        [.. Npz.Load(Path(name)).OrderBy(array => array.Key.Length).ThenBy(array => array.Key, StringComparer.Ordinal)
        .Select(array => array.Value)];

    /// <summary>A nested list of numbers as a float64 tensor; NaN and the infinities are strings there.</summary>
    public static Tensor Tensor(JsonNode node)
    {
        if (node is not JsonArray array)
        {
            return Number(node);
        }

        return Ops.Stack([.. array.Select(item => Tensor(item!))]);
    }

    public static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what = "")
    {
        Assert.True(expected.Shape == actual.Shape, $"{what}: shape {actual.Shape} instead of {expected.Shape}");
        var difference = Ops.Abs(expected.Cast("float64") - actual.Cast("float64"));
        var same = Ops.LogicalOr(difference <= tolerance,
            Ops.LogicalOr(Ops.Equal(expected, actual), Ops.LogicalAnd(Ops.IsNaN(expected), Ops.IsNaN(actual))));
        Assert.True((bool)Ops.All(same),
            $"{what}: largest difference {Ops.Max(difference)}, allowed {tolerance}.\nexpected {expected}\nactual {actual}");
    }

    private static string? FindLarger()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.Path.Combine(folder.FullName, "shared", "golden") is var candidate && Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static double Number(JsonNode node) => node.GetValueKind() == JsonValueKind.String
        ? node.GetValue<string>() switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => double.NaN }
        : node.GetValue<double>();
}
