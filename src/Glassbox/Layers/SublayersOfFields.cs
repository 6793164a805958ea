using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Glassbox.Layers;

/// <summary>Finds the layers that a layer of one's own keeps in fields, in the order in which they are declared, those of the base class first.</summary>
internal static class SublayersOfFields
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = [];

    public static IReadOnlyList<Layer> Of(Layer layer)
    {
        var fields = FieldsOf(layer);
        return fields.Length == 0 ? [] : [.. fields.SelectMany(field => In(field.GetValue(layer))).Where(found => found != layer).Distinct()];
    }

    /// <summary>The fields and their layers, for what is named after the field that holds it.</summary>
    public static IEnumerable<(string Name, Layer Layer)> Named(Layer layer) =>
        FieldsOf(layer).SelectMany(field => In(field.GetValue(layer)).Select(found => (NameOf(field), found)));

    private static IEnumerable<Layer> In(object? value) => value switch
    {
        Layer layer => [layer],
        IDictionary dictionary => dictionary.Values.OfType<Layer>(),
        IEnumerable several => several.OfType<Layer>(),
        _ => [],
    };

    // The attribute of Layer keeps the fields of all its classes when a program is trimmed.
    private static FieldInfo[] FieldsOf(Layer layer)
    {
        var type = layer.GetType();
        return Fields.TryGetValue(type, out var known) ? known : Fields[type] = FieldsOf(type);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A base class is a layer too, whose fields are kept.")]
    private static FieldInfo[] FieldsOf([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)] Type type)
    {
        var own = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(field => MayHoldLayers(field.FieldType));
        return type.BaseType is { } parent && parent != typeof(object) ? [.. FieldsOf(parent), .. own] : [.. own];
    }

    private static bool MayHoldLayers(Type type) =>
        type.IsAssignableTo(typeof(Layer)) || (type.IsArray && MayHoldLayers(type.GetElementType()!)) || (type.IsGenericType && type.GetGenericArguments().Any(MayHoldLayers));

    /// <summary>The field's name; an automatic property's field is named after the property.</summary>
    private static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
}
