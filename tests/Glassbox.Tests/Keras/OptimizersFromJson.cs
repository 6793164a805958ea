using System.Text.Json.Nodes;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Keras;

/// <summary>Optimizers by the settings that Keras writes.</summary>
internal static class OptimizersFromJson
{
    public static Optimizer Make(string className, JsonNode config) =>
        Optimizer.Known.Deserialize(new JsonObject { ["class_name"] = className, ["config"] = config.DeepClone() }, "test");
}
