using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using Glassbox.Optimizers.Schedules;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Tests.Saving;

/// <summary>
/// What every class that files may hold must keep to: from Keras's settings to an object and back, nothing is lost and nothing is added.
/// </summary>
public class ConfigContractTests
{
    private static readonly JsonNode Keras = Golden.Json("default_configs.json");

    /// <summary>
    /// Settings of layers other than the defaults, as Keras wrote them (one axis alone as a number: Keras makes a list of it once the layer
    /// is built).
    /// </summary>
    private static readonly JsonNode Layers = Golden.Json("layer_configs.json");

    /// <summary>
    /// Classes that the golden listing leaves out because they have no default settings, and settings other than the defaults.
    /// </summary>
    private static readonly Dictionary<string, string[]> MoreCases = new()
    {
        ["RandomZoom"] =
        [
            """
            {"name": "zoom", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "data_format": "channels_last",
             "height_factor": 0.2, "width_factor": null, "fill_mode": "reflect", "interpolation": "bilinear", "seed": null, "fill_value": 0.0}
            """,
            """
            {"name": "zoom", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "data_format": "channels_first",
             "height_factor": [-0.3, -0.2], "width_factor": 0.1, "fill_mode": "constant", "interpolation": "nearest", "seed": 3, "fill_value": 1.0}
            """,
        ],
        ["RandomTranslation"] =
        [
            """
            {"name": "move", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "data_format": "channels_last",
             "height_factor": 0.2, "width_factor": [-0.1, 0.3], "fill_mode": "wrap", "interpolation": "bilinear", "seed": 3, "fill_value": 0.0}
            """,
        ],
        ["InputLayer"] = ["""{"batch_shape": [null, 28, 28], "dtype": "float32", "sparse": false, "ragged": false, "name": "pixels", "optional": false}"""],
        ["Functional"] =
        [
            """
            {"name": "graph", "trainable": true, "layers": [
                {"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 3], "dtype": "float32", "sparse": false, "ragged": false, "name": "x",
                    "optional": false}, "registered_name": null, "name": "x", "inbound_nodes": []},
                {"module": "keras.src.ops.numpy", "class_name": "Add", "config": {"name": "more"}, "registered_name": "Add", "name": "more", "inbound_nodes": [
                    {"args": [{"class_name": "__keras_tensor__", "config": {"shape": [null, 3], "dtype": "float32", "keras_history": ["x", 0, 0]}}, 1.5], "kwargs": {}}]},
                {"module": "keras.src.ops.numpy", "class_name": "Mean", "config": {"name": "mean", "axis": -1, "keepdims": true}, "registered_name": "Mean", "name": "mean",
                    "inbound_nodes": [
                    {"args": [{"class_name": "__keras_tensor__", "config": {"shape": [null, 3], "dtype": "float32", "keras_history": ["more", 0, 0]}}], "kwargs": {}}]}],
             "input_layers": ["x", 0, 0], "output_layers": ["mean", 0, 0]}
            """,
        ],
        ["Sequential"] =
        [
            """
            {"name": "pile", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "layers": []}
            """,
        ],
    };

    /// <summary>What has no default in Keras.</summary>
    private static readonly string[] WithoutDefault =
        ["num_classes", "target_class_ids", "recall", "precision", "sensitivity", "specificity"];

    public static TheoryData<string, string> Classes() =>
    [
        .. Of("layers", KnownLayers.All), .. Of("initializers", Initializer.Known), .. Of("regularizers", Regularizer.Known),
        .. Of("constraints", Constraint.Known), .. Of("losses", Loss.Known), .. Of("metrics", Metric.Known),
        .. Of("optimizers", Optimizer.Known), .. Of("optimizers.schedules", LearningRateSchedule.Known),
    ];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Settings_make_an_object_that_gives_the_same_settings(string family, string className)
    {
        var cases = Cases(family, className);
        Assert.True(cases.Length > 0, $"{className}: there are no settings to try. Add some to {nameof(MoreCases)}.");
        foreach (var settings in cases)
        {
            var description = new JsonObject { ["module"] = "keras", ["class_name"] = className, ["config"] = settings.DeepClone() };
            var once = RoundTrip(family, description);
            AssertSame(settings, once["config"], className);
            Assert.Equal(once.ToJsonString(), RoundTrip(family, (JsonObject)once.DeepClone()).ToJsonString());
            if (Keras[family]![className] is { } golden && (string?)golden["module"] is { } module
                && !module.StartsWith("keras.src.backend", StringComparison.Ordinal))
            {
                Assert.Equal(module, (string?)once["module"]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Settings_that_are_missing_have_the_defaults_of_Keras(string family, string className)
    {
        // Layers and schedules are left out: most have a setting without a default.
        if (family is not ("layers" or "optimizers.schedules") && Keras[family]![className]?["config"] is JsonObject golden)
        {
            var given = new JsonObject(golden.Where(setting => WithoutDefault.Contains(setting.Key))
                .Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone())));
            var made = RoundTrip(family, new JsonObject { ["class_name"] = className, ["config"] = given });
            AssertSame(Without(golden, "name"), Without((JsonObject)made["config"]!, "name"), className);
        }
    }

    private static IEnumerable<TheoryDataRow<string, string>> Of<T>(string family, Registry<T> known)
        where T : class, IConfigurable => known.Select(className => new TheoryDataRow<string, string>(family, className));

    private static JsonNode[] Cases(string family, string className) =>
    [
        .. Keras[family]![className]?["config"] is { } golden ? new[] { golden } : [],
        .. family == "layers" && Layers[className] is JsonArray written ? written.Select(settings => settings!) : [],
        .. MoreCases.GetValueOrDefault(className, []).Select(text => JsonNode.Parse(text)!),
    ];

    private static JsonObject RoundTrip(string family, JsonObject description) => (JsonObject)(family switch
    {
        "layers" => ((IConfigurable)KnownLayers.All.Deserialize(description, "test")).Serialize(),
        "initializers" => ((IConfigurable)Initializer.Known.Deserialize(description, "test")).Serialize(),
        "regularizers" => ((IConfigurable)Regularizer.Known.Deserialize(description, "test")).Serialize(),
        "constraints" => ((IConfigurable)Constraint.Known.Deserialize(description, "test")).Serialize(),
        "losses" => ((IConfigurable)Loss.Known.Deserialize(description, "test")).Serialize(),
        "metrics" => ((IConfigurable)Metric.Known.Deserialize(description, "test")).Serialize(),
        "optimizers.schedules" => ((IConfigurable)LearningRateSchedule.Known.Deserialize(description, "test")).Serialize(),
        _ => ((IConfigurable)Optimizer.Known.Deserialize(description, "test")).Serialize(),
    });

    private static JsonObject Without(JsonObject settings, string key)
    {
        var rest = (JsonObject)settings.DeepClone();
        rest.Remove(key);
        return rest;
    }

    /// <summary>The same values under the same keys; 2 is 2.0, and what is shared in Keras is not marked here.</summary>
    private static void AssertSame(JsonNode? expected, JsonNode? actual, string where)
    {
        switch (expected, actual)
        {
            case (JsonObject a, JsonObject b):
                string[] keys = [.. a.Select(pair => pair.Key).Where(key => key != "shared_object_id").Order()];
                Assert.True(keys.SequenceEqual(b.Select(pair => pair.Key).Order()), $"{where}: expected the keys "
                    + $"{string.Join(", ", keys)}; received {string.Join(", ", b.Select(pair => pair.Key).Order())}");
                foreach (var key in keys)
                {
                    AssertSame(a[key], b[key], $"{where}.{key}");
                }

                break;
            case (JsonArray a, JsonArray b):
                Assert.True(a.Count == b.Count, $"{where}: expected {a}; received {b}");
                for (var i = 0; i < a.Count; i++)
                {
                    AssertSame(a[i], b[i], $"{where}[{i}]");
                }

                break;
            case ({ } a, { } b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number:
                Assert.True(Math.Abs(Value(a) - Value(b)) <= 1e-7 * Math.Abs(Value(a)), $"{where}: expected {a}; received {b}");
                break;
            default:
                Assert.True(KerasJson.Write(expected) == KerasJson.Write(actual),
                    $"{where}: expected {KerasJson.Write(expected)}; received {KerasJson.Write(actual)}");
                break;
        }
    }

    private static double Value(JsonNode node) => double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
