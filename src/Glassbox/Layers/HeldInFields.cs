using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Glassbox.Layers;

/// <summary>
/// Finds what a layer of one's own keeps in fields, also in arrays, lists and dictionaries, in the order in which the fields are declared, those of the base class first.
/// </summary>
/// <typeparam name="T">What is looked for: layers, metrics.</typeparam>
internal static class HeldInFields<T>
    where T : class
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = [];

    public static IReadOnlyList<T> Of(Layer layer)
    {
        var fields = FieldsOf(layer);
        return fields.Length == 0 ? [] : [.. fields.SelectMany(field => In(field.GetValue(layer))).Where(found => found != layer).Distinct()];
    }

    /// <summary>The fields and what they hold, for what is named after the field that holds it.</summary>
    public static IEnumerable<(string Name, T Held)> Named(Layer layer) =>
        FieldsOf(layer).SelectMany(field => In(field.GetValue(layer)).Select(found => (NameOf(field), found)));

    private static IEnumerable<T> In(object? value) => value switch
    {
        T held => [held],
        IDictionary dictionary => dictionary.Values.OfType<T>(),
        IEnumerable several => several.OfType<T>(),
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
        var own = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(field => MayHold(field.FieldType));
        return type.BaseType is { } parent && parent != typeof(object) ? [.. FieldsOf(parent), .. own] : [.. own];
    }

    private static bool MayHold(Type type) =>
        type.IsAssignableTo(typeof(T)) || (type.IsArray && MayHold(type.GetElementType()!)) || (type.IsGenericType && type.GetGenericArguments().Any(MayHold));

    /// <summary>The field's name; an automatic property's field is named after the property.</summary>
    private static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
}
