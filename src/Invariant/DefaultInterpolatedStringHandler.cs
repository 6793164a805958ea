using System.Globalization;
using Microsoft.CodeAnalysis;

// The compiler makes every $"…" of an assembly with the handler of that name; the assembly's own one comes before the platform's.
namespace System.Runtime.CompilerServices
{
    /// <summary>
    /// Makes all interpolated strings of the library in the invariant culture: a message says 0.5 and 1,024 on every machine.
    /// </summary>
    [InterpolatedStringHandler]
    [Embedded]
    internal ref struct DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly Text.StringBuilder text = new(literalLength + (8 * formattedCount));

        public readonly void AppendLiteral(string value) => text.Append(value);

        public readonly void AppendFormatted(string? value) => text.Append(value);

        public readonly void AppendFormatted(scoped ReadOnlySpan<char> value) => text.Append(value);

        public readonly void AppendFormatted(object? value, int alignment = 0, string? format = null) =>
            AppendFormatted<object?>(value, alignment, format);

        public readonly void AppendFormatted<T>(T value) => AppendFormatted(value, null);

        public readonly void AppendFormatted<T>(T value, string? format) => text.Append(
            value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());

        public readonly void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

        public readonly void AppendFormatted<T>(T value, int alignment, string? format)
        {
            var start = text.Length;
            AppendFormatted(value, format);
            var missing = Math.Abs(alignment) - (text.Length - start);
            if (missing > 0)
            {
                text.Insert(alignment < 0 ? text.Length : start, " ", missing);
            }
        }

        public readonly string ToStringAndClear() => text.ToString();

        public override readonly string ToString() => text.ToString();
    }
}

namespace Microsoft.CodeAnalysis
{
    /// <summary>Hides a type from assemblies that see the internal ones of this one.</summary>
    [AttributeUsage(AttributeTargets.All)]
    [Embedded]
    internal sealed class EmbeddedAttribute : Attribute;
}
