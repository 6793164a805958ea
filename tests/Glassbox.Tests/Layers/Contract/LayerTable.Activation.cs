using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

internal static partial class LayerTable
{
    private static LayerCase[] Activation =>
    [
        Row(t => new ReLU(dtype: t), [4]) with { TakesAnyShape = true },
        Row(t => new ReLU(maxValue: 1, negativeSlope: 0.1, threshold: 0.2, dtype: t), [4]) with { TakesAnyShape = true },
        Row(t => new LeakyReLU(0.2, dtype: t), [4]) with { TakesAnyShape = true },
        Row(t => new ELU(0.5, dtype: t), [4]) with { TakesAnyShape = true },
        Row(t => new Softmax(dtype: t), [4]) with { TakesAnyShape = true },
        Row(t => new Softmax(axis: 1, dtype: t), [3, 2]).Refuses([2], "axis 1"),
        Row(t => new Softmax([1, 2], dtype: t), [3, 2]).Refuses([2, 3], "axis 2"),
        Row(t => new PReLU(dtype: t), [2, 4], 2 * 4).Refuses([2, 4], "(None, 2, 4)").Refuses([2, 2, 5], "(None, 2, 4)"),
        Row(t => new PReLU(alphaInitializer: "ones", sharedAxes: [1, 2], dtype: t), [2, 3, 4], 4)
        .Refuses([2, 2, 3, 5], "(None, None, None, 4)")
        .Refuses([2, 4], "(None, None, None, 4)"),
    ];
}
