namespace Glassbox;

/// <summary>What an explanation says of the operations that a tape has recorded.</summary>
internal static class Formulas
{
    /// <summary>The formula of an operation.</summary>
    public static string Of(TapeRecord record) =>
        record is { Operation: DenseOp, Inputs: [_, _, null] } ? "x·kernel" : record.Operation.Formula;

    /// <summary>The formula of a layer: its operations, in order.</summary>
    public static string Of(IReadOnlyList<TapeRecord> records) =>
        records.Count == 0 ? "y = x" : "y = " + string.Join("  →  ", records.Select(Of));

    /// <summary>Whether each element of the result is a sum of elements of the first input, each times a weight.</summary>
    public static bool IsWeightedSum(TapeRecord record) => record.Operation.Kind == OperationKind.WeightedSum;

    /// <summary>Whether each element of the result depends on the element at the same place alone.</summary>
    public static bool IsActivation(TapeRecord record) => record.Inputs.Length == 1 && record.Operation.Kind == OperationKind.ElementWise;
}
