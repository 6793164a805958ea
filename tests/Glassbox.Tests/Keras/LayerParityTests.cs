using System.Text.Json.Nodes;
using Glassbox.Datasets;
using Glassbox.Layers;

namespace Glassbox.Tests.Keras;

/// <summary>
/// Layers against the figures that Keras produced: outputs, gradients of Σ output · r, moving statistics. All cases run where Keras's
/// figures are at hand; a fresh clone carries some of them.
/// </summary>
public class LayerParityTests
{
    private static readonly string Folder = FindFolder();
    private static readonly JsonObject Index = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "index.json")))!.AsObject();

    /// <summary>
    /// Keras on PyTorch counts the zeros of an uneven padding here, which its next version corrects: the mean is of what is inside the
    /// image.
    /// </summary>
    private static readonly string[] WrongInKeras = ["avgpool2d_same_k3s2"];

    public static TheoryData<string> Cases =>
        [.. Index.Where(entry => !WrongInKeras.Contains(entry.Key) && KnownLayers.All.Any(type => type == ClassOf(entry.Value!)))
            .Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_Keras(string name)
    {
        var entry = Index[name]!;
        var arrays = Npz.Load(Path.Combine(Folder, $"{name}.npz"));
        var layer = KnownLayers.All.Deserialize(entry["layer"]!.DeepClone(), name);
        Tensor[] inputs = [.. arrays.Keys.Where(key => key.StartsWith("in", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(key => arrays[key])];
        Structure<Tensor> x = entry["list_input"]!.GetValue<bool>() ? inputs : inputs.Single();
        var training = entry["call_kwargs"]!["training"]?.GetValue<bool>() ?? false;
        layer.BuildFor(x.Map(input => input.Shape[1..].WithBatch()));
        var weights = Enumerable.Range(0, arrays.Keys.Count(key => key.StartsWith('w') && int.TryParse(key[1..], out _)))
            .Select(i => arrays[$"w{i}"]).ToArray();
        layer.SetWeights(weights);
        Assert.Equal(entry["weights"]!.AsArray().Select(weight => weight!["name"]!.GetValue<string>()),
            layer.Weights.Select(weight => weight.Name));
        Assert.Equal(entry["weights"]!.AsArray().Select(weight => weight!["trainable"]!.GetValue<bool>()),
            layer.Weights.Select(weight => weight.Trainable));

        using var tape = new GradientTape();
        foreach (var input in inputs.Where(input => input.DType.IsFloating))
        {
            tape.Watch(input);
        }

        var y = layer.Apply(x, training);
        Compare(arrays["out0"], y, $"{name} output");
        Assert.Equal(y.Shape, layer.ComputeOutputShape(x.Map(input => input.Shape)).One);
        if (!arrays.ContainsKey("r0"))
        {
            return;
        }

        var loss = Ops.Sum(y * arrays["r0"]);
        Tensor[] sources = [.. inputs, .. layer.Weights.Select(weight => weight.Value)];
        var gradients = tape.Gradient(loss, sources);
        Tensor? expected;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (arrays.TryGetValue($"gin{i}", out expected))
            {
                Compare(expected, gradients[i] ?? Ops.ZerosLike(inputs[i]), $"{name} gradient of input {i}");
            }
        }

        for (var i = 0; i < weights.Length; i++)
        {
            if (arrays.TryGetValue($"gw{i}", out expected))
            {
                Compare(expected, gradients[inputs.Length + i]!, $"{name} gradient of {layer.Weights[i].Name}");
            }

            if (arrays.TryGetValue($"wafter{i}", out expected))
            {
                Compare(expected, layer.Weights[i], $"{name} {layer.Weights[i].Name} after the call");
            }
        }
    }

    private static string ClassOf(JsonNode entry) => entry["layer"]!["class_name"]!.GetValue<string>();

    private static void Compare(Tensor expected, Tensor actual, string what)
    {
        var scale = Ops.Maximum(Ops.Abs(expected.Cast("float64")), 1.0);
        Golden.AssertClose(expected.Cast("float64") / scale, actual.Cast("float64") / scale, 1e-5, what);
    }

    private static string FindFolder() => Golden.Larger is { } larger && File.Exists(Path.Combine(larger, "ops/layers/index.json"))
        ? Path.Combine(larger, "ops/layers") : Golden.Path("layers");
}
