namespace Glassbox;

/// <summary>Formulas of the operations recorded on a tape.</summary>
internal static class Formulas
{
    /// <summary>The formula of an operation.</summary>
    public static string Of(TapeRecord record) =>
        record is { Operation: DenseOp, Inputs: [_, _, null] } ? "x·kernel" : record.Operation.Formula;

    /// <summary>The formula of a layer: its operations, in order.</summary>
    public static string Of(IReadOnlyList<TapeRecord> records) =>
        records.Count == 0 ? "y = x" : "y = " + string.Join("  →  ", records.Select(Of));

    /// <summary>Whether the operation is linear in its first input: each output element is a weighted sum.</summary>
    public static bool IsWeightedSum(TapeRecord record) => record.Operation.Kind == OperationKind.WeightedSum;

    /// <summary>Whether the operation is element-wise with one input.</summary>
    public static bool IsActivation(TapeRecord record) => record.Inputs.Length == 1 && record.Operation.Kind == OperationKind.ElementWise;
}
