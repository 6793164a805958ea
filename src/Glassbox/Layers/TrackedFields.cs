using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Glassbox.Metrics;

namespace Glassbox.Layers;

/// <summary>
/// Finds the layers, variables, metrics and seed generators in a layer class's fields, including nested lists, arrays, tuples and
/// dictionary values. They are listed in declaration order, base class first. Values are inspected at run time, so a field may be declared
/// as an interface or base class.
/// </summary>
internal sealed class TrackedFields
{
    /// <summary>Members of layer classes that trimming must preserve.</summary>
    public const DynamicallyAccessedMemberTypes Looked = DynamicallyAccessedMemberTypes.PublicFields
        | DynamicallyAccessedMemberTypes.NonPublicFields | DynamicallyAccessedMemberTypes.PublicProperties;

    private static readonly ConcurrentDictionary<Type, TrackedFields> Known = [];
    private static readonly ConcurrentDictionary<Type, bool> MayHoldThings = [];

    private readonly FieldInfo[] fields;

    private TrackedFields([DynamicallyAccessedMembers(Looked)] Type type)
    {
        fields = FieldsOf(type);
        MayHoldVariables = fields.Length > 0 && !IsOfLibrary(type);
        OverridesWeights = Overrides(type, nameof(Layer.Weights));
        OverridesTrainableVariables = Overrides(type, nameof(Layer.TrainableVariables));
        OverridesTrainable = Overrides(type, nameof(Layer.Trainable));
    }

    /// <summary>Whether no field can hold a tracked object.</summary>
    public bool IsEmpty => fields.Length == 0;

    /// <summary>Whether fields may hold variables not created by <c>AddWeight</c>.</summary>
    public bool MayHoldVariables { get; }

    /// <summary>Whether the class overrides the list of weights.</summary>
    public bool OverridesWeights { get; }

    /// <summary>Whether the class overrides the list of trainable variables.</summary>
    public bool OverridesTrainableVariables { get; }

    /// <summary>Whether the class overrides Trainable.</summary>
    public bool OverridesTrainable { get; }

    /// <summary>The field metadata of a layer's class.</summary>
    public static TrackedFields Of(Layer layer)
    {
        var type = layer.GetType();
        return Known.TryGetValue(type, out var known) ? known : Known[type] = new TrackedFields(type);
    }

    /// <summary>All objects of a kind that a layer holds, each once, excluding the layer itself.</summary>
    /// <typeparam name="T">Layer, variable, metric or seed generator.</typeparam>
    public IReadOnlyList<T> In<T>(Layer layer)
        where T : class
    {
        if (IsEmpty)
        {
            return [];
        }

        var found = new DistinctList<T>();
        foreach (var (_, held) in All(layer))
        {
            if (held is T wanted && !ReferenceEquals(held, layer))
            {
                found.Add(wanted);
            }
        }

        return found.Items;
    }

    /// <summary>All tracked objects of a layer with their field names, for names derived from fields.</summary>
    public IReadOnlyList<(string Field, object Held)> All(Layer layer)
    {
        var found = new List<(string, object)>();
        foreach (var field in fields)
        {
            Collect(NameOf(field), field.GetValue(layer), found, []);
        }

        return found;
    }

    /// <summary>Collects the tracked objects in a value.</summary>
    /// <param name="field">Name of the field.</param>
    /// <param name="value">The field's value, or an element of it.</param>
    /// <param name="found">The objects found so far.</param>
    /// <param name="around">The enclosing collections, to stop at cycles.</param>
    private static void Collect(string field, object? value, List<(string, object)> found, List<object> around)
    {
        if (value is null || around.Exists(outer => ReferenceEquals(outer, value)))
        {
            return;
        }

        if (IsLookedFor(value))
        {
            found.Add((field, value));
            return;
        }

        if (!MayHold(value.GetType()))
        {
            return;
        }

        around.Add(value);
        if (value is ITuple tuple)
        {
            for (var i = 0; i < tuple.Length; i++)
            {
                Collect(field, tuple[i], found, around);
            }
        }
        else if (Elements(value) is { } elements)
        {
            foreach (var element in elements)
            {
                Collect(field, element, found, around);
            }
        }

        around.RemoveAt(around.Count - 1);
    }

    /// <summary>
    /// The elements of a collection; null for other values. Lazy sequences are not enumerated, unless their element type is tracked.
    /// </summary>
    private static IEnumerable? Elements(object value) => value switch
    {
        IDictionary dictionary => dictionary.Values,
        ICollection or IReadOnlyCollection<object> or IEnumerable<Layer> or IEnumerable<Variable> or IEnumerable<Metric> =>
            (IEnumerable)value,
        _ => null,
    };

    private static bool IsLookedFor(object value) => value is Layer or Variable or Metric or SeedGenerator;

    private static bool IsLookedFor(Type type) =>
        type.IsAssignableTo(typeof(Layer)) || type == typeof(Variable) || type.IsAssignableTo(typeof(Metric))
            || type == typeof(SeedGenerator);

    // The attribute on Layer preserves the fields of all derived classes when trimming.
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A base class is a layer too, whose fields are kept.")]
    private static FieldInfo[] FieldsOf([DynamicallyAccessedMembers(Looked)] Type type)
    {
        var own = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(field => IsOfLibrary(type) ? HoldsLayers(type, field.FieldType) : MayHold(field.FieldType));
        return type.BaseType is { } parent && parent != typeof(object) ? [.. FieldsOf(parent), .. own] : [.. own];
    }

    /// <summary>Whether a class, or an ancestor of it outside the library, overrides a property.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A base class is a layer too, whose properties are kept.")]
    private static bool Overrides([DynamicallyAccessedMembers(Looked)] Type type, string name)
    {
        if (IsOfLibrary(type))
        {
            return false;
        }

        var property = type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly);
        return property?.GetMethod is { IsVirtual: true } || property?.SetMethod is { IsVirtual: true } || Overrides(type.BaseType!, name);
    }

    private static bool IsOfLibrary(Type type) => type.Assembly == typeof(Layer).Assembly;

    /// <summary>
    /// The library's own layers create weights with AddWeight, so only layers are searched for in their fields. Models declare theirs.
    /// </summary>
    private static bool HoldsLayers(Type layer, Type field) => !layer.IsAssignableTo(typeof(IDeclaresLayers)) && IsOfLayers(field);

    private static bool IsOfLayers(Type type) => type.IsAssignableTo(typeof(Layer))
        || (type.IsArray && IsOfLayers(type.GetElementType()!))
        || (type.IsGenericType && type.GetGenericArguments().Any(IsOfLayers));

    /// <summary>
    /// Whether a value of a type can contain a tracked object; numbers, strings, delegates, tensors and lists of these are skipped.
    /// </summary>
    private static bool MayHold(Type type) =>
        MayHoldThings.TryGetValue(type, out var known) ? known : MayHoldThings[type] = FindMayHold(type);

    private static bool FindMayHold(Type type)
    {
        if (IsLookedFor(type))
        {
            return true;
        }

        if (type.IsPrimitive || type.IsEnum || type.IsPointer || type == typeof(string) || type == typeof(Tensor)
            || type.IsAssignableTo(typeof(Delegate)))
        {
            return false;
        }

        if (type.IsArray)
        {
            return MayHold(type.GetElementType()!);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return MayHold(underlying);
        }

        var isCollection = type.IsAssignableTo(typeof(IEnumerable)) || type.IsAssignableTo(typeof(ITuple));
        return type.IsGenericType && isCollection ? type.GetGenericArguments().Any(MayHold) : isCollection || !type.IsSealed;
    }

    /// <summary>The field's name; for the backing field of an automatic property, the property's name.</summary>
    private static string NameOf(FieldInfo field) =>
        field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
}
