using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

internal static partial class LayerTable
{
    private static LayerCase[] Core =>
    [
        Row(t => new Dense(3, dtype: t), [4], (4 * 3) + 3).Refuses([4], "rank 2").Refuses([2, 5], "4 values"),
        Row(t => new Dense(3, "tanh", useBias: false, dtype: t), [2, 4], 4 * 3).Refuses([2, 2, 5], "4 values"),
        Row(t => new Dense(2, "relu", kernelRegularizer: "l2", activityRegularizer: "l1", kernelConstraint: "non_neg", dtype: t), [4],
        (4 * 2) + 2).Refuses([2, 3], "4 values"), Row(t =>
        new EinsumDense("ab,bc->ac", 3, dtype: t), [4], 4 * 3).Refuses([2, 4, 1], "(None, 4)").Refuses([2, 5], "(None, 4)"),
        Row(t => new EinsumDense("abc,cd->abd", [Shape.Unknown, 3], "sigmoid", "d", dtype: t), [2, 4], (4 * 3) + 3)
        .Refuses([2, 4], "(None, None, 4)").Refuses([2, 2, 5], "(None, None, 4)"),
        Row(t => new EinsumDense("...x,xy->...y", 3, biasAxes: "y", dtype: t), [2, 4], (4 * 3) + 3).Refuses([2, 2, 5], "(None, None, 4)"),
        Row(t => new EinsumDense("abc,cde->abde", [Shape.Unknown, 2, 3], biasAxes: "de", dtype: t), [2, 4], (4 * 2 * 3) + (2 * 3))
        .Refuses([2, 2, 5], "(None, None, 4)"), Row(t => new Activation("tanh", dtype: t), [4]) with { TakesAnyShape = true },
        Row(t => new Activation("softmax", dtype: t), [2, 4]) with { TakesAnyShape = true },
        Row(t => new Identity(dtype: t), [4]) with { TakesAnyShape = true },
        Row(t => new Lambda(x => Ops.Square(x), dtype: t), [4]) with { TakesAnyShape = true, NotInFiles = "it holds a function" },
        Row(t => new Lambda(x => x[.., ..2], outputShape: 2, dtype: t), [4]) with { TakesAnyShape = true,
        NotInFiles = "it holds a function" },
    ];
}
