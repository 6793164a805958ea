namespace Glassbox.Tests.Backends.Oracle;

/// <summary>Each method of a backend, and how both are held against each other.</summary>
internal static class OracleTable
{
    public static Dictionary<string, OracleRow> Rows { get; } = new(
    [
        .. ElementwiseRows.All,
        .. MoveRows.All,
        .. ReductionRows.All,
        .. ProductRows.All,
        .. RowFunctionRows.All,
        .. ConvolutionRows.All,
        .. PoolingRows.All,
        .. NormalizationRows.All,
        .. RandomRows.All,
        .. OptimizerRows.All,
        .. SamplingRows.All,
    ]);
}
