using Glassbox.Saving;

namespace Glassbox.Regularizers;

/// <summary>Penalizes non-orthogonal rows (or columns) of a matrix: factor times the mean |cosine similarity| over all pairs.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/regularizers/#orthogonalregularizer-class"/>.</remarks>
public sealed class OrthogonalRegularizer : Regularizer
{
    private static readonly string[] Modes = ["rows", "columns"];

    /// <summary>Creates the regularizer.</summary>
    /// <param name="factor">Regularization factor, 0 or more.</param>
    /// <param name="mode">rows or columns: which vectors should be orthogonal.</param>
    /// <exception cref="ArgumentException">The mode is unknown.</exception>
    public OrthogonalRegularizer(double factor = 0.01, string mode = "rows")
    {
        Factor = Checked(factor, nameof(factor));
        Mode = Modes.Contains(mode) ? mode : throw new ArgumentException(Identifiers.Unknown("mode", mode, Modes), nameof(mode));
    }

    /// <summary>Regularization factor.</summary>
    public double Factor { get; }

    /// <summary>rows or columns.</summary>
    public string Mode { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The weights are not a matrix.</exception>
    public override Tensor Call(Tensor x)
    {
        if (x.Rank != 2)
        {
            throw new ArgumentException($"OrthogonalRegularizer needs a matrix; received shape {x.Shape}.", nameof(x));
        }

        var rows = Mode == "rows" ? x : Ops.Transpose(x);
        var directions = rows / Ops.Sqrt(Ops.Sum(Ops.Square(rows), 1, keepdims: true));
        var count = rows.Shape[0];
        var pairs = count * (count - 1) / 2.0;
        var cosines = Ops.MatMul(directions, Ops.Transpose(directions)) * (1 - Tensor.Eye(count, dtype: x.DType));
        return Ops.Sum(Ops.Abs(cosines)) * (Factor * 0.5 / pairs);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "factor", Factor }, { "mode", Mode } };

    internal static OrthogonalRegularizer FromConfig(Config config) =>
        new(config.GetDouble("factor", 0.01), config.GetString("mode", "rows"));
}
