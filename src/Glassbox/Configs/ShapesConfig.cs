using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>Serialized shapes of one or several inputs: a list of sizes, a list of such lists, or an object of such lists.</summary>
internal static class ShapesConfig
{
    public static JsonNode? Of(Structure<Shape> shapes) => shapes.Count == 0
        ? null
        : shapes.IsSingle
            ? One(shapes.One)
            : shapes.Keys is { } keys
                ? new JsonObject(keys.Zip(shapes, (key, shape) => KeyValuePair.Create(key, (JsonNode?)One(shape))))
                : new JsonArray([.. shapes.Select(One)]);

    /// <summary>Reads the shapes of a setting; none if it is null.</summary>
    /// <exception cref="InvalidDataException">The value has the wrong type.</exception>
    public static Structure<Shape> Read(JsonNode? node, string where)
    {
        switch (node)
        {
            case null:
                return default;
            case JsonObject named:
                return named.ToDictionary(pair => pair.Key, pair => One(pair.Value, where));
            case JsonArray list when list.Count > 0 && list.All(item => item is JsonArray):
                return list.Select(item => One(item, where)).ToArray();
            default:
                return One(node, where);
        }
    }

    private static JsonArray One(Shape shape) =>
        [.. shape.Select(extent => extent == Shape.Unknown ? null : (JsonNode?)JsonValue.Create(extent))];

    private static Shape One(JsonNode? node, string where) =>
        new Config(where, new JsonObject { ["shape"] = node?.DeepClone() }).GetShape("shape");
}
