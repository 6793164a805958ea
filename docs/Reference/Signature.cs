using System.Globalization;
using System.Reflection;

namespace Glassbox.Reference;

/// <summary>Parameters as they are written in a program, without what all members of a family have.</summary>
internal static class Signature
{
    /// <summary>What every layer, loss or metric takes; the page says it once.</summary>
    private static readonly string[] Common = ["inputShape", "name", "trainable", "dtype"];

    /// <summary>The parameters of a constructor or method with their defaults: <c>units, activation = null, useBias = true</c>.</summary>
    public static string Of(MethodBase method, bool withCommon = false) =>
        string.Join(", ", method.GetParameters().Where(parameter => withCommon || !Common.Contains(parameter.Name)).Select(Text));

    private static string Text(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? $"{parameter.Name} = {Value(parameter)}" : parameter.Name!;

    private static string Value(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value.ToString()!,
    };
}
