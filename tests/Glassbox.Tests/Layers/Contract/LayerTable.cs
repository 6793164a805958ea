using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

/// <summary>
/// Every layer, with one row or more: <c>Row(the layer, the shape of a sample, its parameters)</c>. The contract tests hold each row to
/// what all layers must keep to; a new layer gets a row in its family's file.
/// </summary>
internal static partial class LayerTable
{
    /// <summary>All rows.</summary>
    public static IReadOnlyList<LayerCase> All { get; } =
        [.. Core, .. Activation, .. Convolutional, .. Pooling, .. Normalization, .. Regularization, .. Reshaping, .. Merging,
            .. Preprocessing];

    private static LayerCase Row(Func<DType, Layer> make, Shape sample, int parameters = 0,
        [CallerArgumentExpression(nameof(make))] string written = "") =>
        new(Arguments(written), make, [sample], parameters);

    private static LayerCase RowOfSeveral(Func<DType, Layer> make, Shape[] samples, int parameters = 0,
        [CallerArgumentExpression(nameof(make))] string written = "") =>
        new(Arguments(written), make, samples, parameters);

    /// <summary><c>Dense(3)</c> of <c>t => new Dense(3, dtype: t)</c>.</summary>
    private static string Arguments(string written) => Regex.Replace(Regex.Replace(written, @"^t => new ", ""), @"(, )?dtype: t", "");
}
