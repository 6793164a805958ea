using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Glassbox;

/// <summary>
/// The System.Text.Json converter of tensors: nested arrays of numbers or booleans in row-major order; a scalar is a plain JSON value. It
/// is declared on <see cref="Tensor"/> and need not be registered.
/// </summary>
/// <remarks>
/// JSON has no element types. Floating-point elements are written with a fraction or an exponent (<c>1.0</c>), integers without. Numbers
/// are read as float32 if one of them has a fraction or an exponent, otherwise as int32, or as int64 if int32 is too small; true and false
/// are read as bool. Cast the tensor for any other type. NaN and infinity are the strings <c>"NaN"</c>, <c>"Infinity"</c> and
/// <c>"-Infinity"</c> if <see cref="JsonSerializerOptions.NumberHandling"/> includes
/// <see cref="JsonNumberHandling.AllowNamedFloatingPointLiterals"/>, and an error otherwise. No reflection is needed.
/// </remarks>
public sealed class TensorJsonConverter : JsonConverter<Tensor>
{
    private const int LongestNumber = 40;

    /// <summary>Whether the type is a tensor type.</summary>
    public override bool CanConvert(Type typeToConvert) => typeof(Tensor).IsAssignableFrom(typeToConvert);

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="JsonException">The JSON is not a number, a boolean or nested arrays of them with equal lengths.</exception>
    public override Tensor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => typeToConvert
        != typeof(Tensor)
        ? throw new JsonException("A symbolic tensor has no values and cannot be read from JSON. Read a Tensor instead.")
        : new TensorJsonReader(options.NumberHandling).Read(ref reader);

    /// <summary>Writes a tensor.</summary>
    /// <exception cref="NotSupportedException">The tensor is symbolic and has no values.</exception>
    /// <exception cref="ArgumentException">It contains NaN or infinity, and the options do not allow their names.</exception>
    public override void Write(Utf8JsonWriter writer, Tensor value, JsonSerializerOptions options)
    {
        if (!value.HasValues)
        {
            var problem = value.WithoutValues();
            throw new NotSupportedException($"{problem.Message} Only values are written as JSON: write model.Predict(x).", problem);
        }

        var named = options.NumberHandling.HasFlag(JsonNumberHandling.AllowNamedFloatingPointLiterals);
        switch (value.DType.Name)
        {
            case "bool":
                Write<bool>(writer, value, writer.WriteBooleanValue);
                break;
            case "uint8":
                Write<byte>(writer, value, element => writer.WriteNumberValue(element));
                break;
            case "int32":
                Write<int>(writer, value, writer.WriteNumberValue);
                break;
            case "int64":
                Write<long>(writer, value, writer.WriteNumberValue);
                break;
            case "float32":
                Write<float>(writer, value, element => WriteFloating(writer, element, float.IsFinite(element), named));
                break;
            default:
                Write<double>(writer, value, element => WriteFloating(writer, element, double.IsFinite(element), named));
                break;
        }
    }

    private static void Write<T>(Utf8JsonWriter writer, Tensor tensor, Action<T> write)
    {
        var position = 0;
        var elements = tensor.ToArray<T>();
        Nested(0);

        void Nested(int axis)
        {
            if (axis == tensor.Rank)
            {
                write(elements[position++]);
                return;
            }

            writer.WriteStartArray();
            for (var i = 0; i < tensor.Shape[axis]; i++)
            {
                Nested(axis + 1);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteFloating<T>(Utf8JsonWriter writer, T value, bool finite, bool named) where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (!finite)
        {
            if (!named)
            {
                throw new ArgumentException("The tensor holds NaN or infinity, which JSON has no numbers for. Replace them, or write their "
                    + "names: new JsonSerializerOptions { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals }.");
            }

            writer.WriteStringValue(text[..length]);
            return;
        }

        if (!text[..length].ContainsAny((byte)'.', (byte)'E'))
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
