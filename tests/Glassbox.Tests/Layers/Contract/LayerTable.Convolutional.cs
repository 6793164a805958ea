using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

internal static partial class LayerTable
{
    /// <summary>Parameters: the kernel's window × channels per group × filters, and a bias for each filter.</summary>
    private static LayerCase[] Convolutional =>
    [
        Row(t => new Conv1D(2, 3, dtype: t), [6, 3], (3 * 3 * 2) + 2).Refuses([2, 6], "rank 3").Refuses([2, 6, 4], "3 channels")
        .Refuses([2, 2, 3], "does not fit"), Row(t =>
        new Conv1D(2, 3, padding: "causal", dilationRate: 2, dtype: t), [6, 3], (3 * 3 * 2) + 2).Refuses([2, 6, 4], "3 channels"), Row(t =>
        new Conv1D(4, 2, strides: 2, groups: 2, useBias: false, dtype: t), [6, 4], 2 * (4 / 2) * 4).Refuses([2, 6, 6], "4 channels"),
        Row(t => new Conv1D(2, 3, padding: "same", dataFormat: "channels_first", dtype: t), [3, 6], (3 * 3 * 2) + 2)
        .Refuses([2, 4, 6], "3 channels"), Row(t => new Conv2D(2, 3, dtype: t), [4, 5, 2], (3 * 3 * 2 * 2) + 2).Refuses([2, 4, 5], "rank 4")
        .Refuses([2, 4, 5, 3], "2 channels").Refuses([2, 2, 5, 2], "does not fit"),
        Row(t => new Conv2D(2, [2, 3], strides: [2, 1], padding: "same", activation: "relu", dtype: t), [4, 5, 2], (2 * 3 * 2 * 2) + 2)
        .Refuses([2, 4, 5, 3], "2 channels"), Row(t => new Conv2D(2, 2, dilationRate: 2, dtype: t), [4, 5, 2], (2 * 2 * 2 * 2) + 2)
        .Refuses([2, 4, 5, 3], "2 channels"), Row(t =>
        new Conv2D(4, 2, groups: 2, dataFormat: "channels_first", dtype: t), [4, 3, 3], (2 * 2 * (4 / 2) * 4) + 4)
        .Refuses([2, 3, 3, 4], "4 channels"), Row(t => new Conv3D(2, 2, dtype: t), [3, 2, 4, 2], (2 * 2 * 2 * 2 * 2) + 2)
        .Refuses([2, 3, 2, 4], "rank 5").Refuses([2, 3, 2, 4, 3], "2 channels"),
        Row(t => new Conv3D(2, [1, 2, 3], strides: 2, padding: "same", useBias: false, dtype: t), [3, 2, 4, 2], 1 * 2 * 3 * 2 * 2)
        .Refuses([2, 3, 2, 4, 3], "2 channels"),
        Row(t => new Conv3D(2, 2, dataFormat: "channels_first", dtype: t), [2, 3, 2, 3], (2 * 2 * 2 * 2 * 2) + 2)
        .Refuses([2, 3, 3, 2, 3], "2 channels"),
        Row(t => new Conv1DTranspose(2, 3, dtype: t), [4, 3], (3 * 2 * 3) + 2).Refuses([2, 4], "rank 3").Refuses([2, 4, 4], "3 channels"),
        Row(t => new Conv1DTranspose(2, 3, strides: 2, padding: "same", outputPadding: 1, dtype: t), [4, 3], (3 * 2 * 3) + 2)
        .Refuses([2, 4, 4], "3 channels"), Row(t =>
        new Conv1DTranspose(2, 2, dilationRate: 2, dataFormat: "channels_first", dtype: t), [3, 4], (2 * 2 * 3) + 2)
        .Refuses([2, 4, 4], "3 channels"), Row(t =>
        new Conv2DTranspose(2, 3, strides: 2, activation: "relu", dtype: t), [2, 3, 2], (3 * 3 * 2 * 2) + 2).Refuses([2, 2, 3], "rank 4")
        .Refuses([2, 2, 3, 3], "2 channels"), Row(t =>
        new Conv2DTranspose(2, [2, 3], strides: [1, 2], padding: "same", useBias: false, dtype: t), [2, 3, 2], 2 * 3 * 2 * 2)
        .Refuses([2, 2, 3, 3], "2 channels"), Row(t =>
        new Conv2DTranspose(3, 2, dataFormat: "channels_first", dtype: t), [2, 2, 3], (2 * 2 * 3 * 2) + 3)
        .Refuses([2, 3, 2, 3], "2 channels"), Row(t =>
        new Conv3DTranspose(2, 2, strides: 2, dtype: t), [2, 1, 2, 2], (2 * 2 * 2 * 2 * 2) + 2).Refuses([2, 2, 1, 2], "rank 5")
        .Refuses([2, 2, 1, 2, 3], "2 channels"),
        Row(t => new Conv3DTranspose(2, 2, padding: "same", dataFormat: "channels_first", dtype: t), [2, 2, 1, 2], (2 * 2 * 2 * 2 * 2) + 2)
        .Refuses([2, 3, 2, 1, 2], "2 channels"),

        // A channel has depthMultiplier filters of its own.
        Row(t => new DepthwiseConv1D(3, dtype: t), [6, 3], (3 * 3 * 1) + 3).Refuses([2, 6], "rank 3").Refuses([2, 6, 4], "3 channels"),
        Row(t => new DepthwiseConv1D(2, strides: 2, padding: "same", depthMultiplier: 2, dtype: t), [5, 3], (2 * 3 * 2) + (3 * 2))
        .Refuses([2, 5, 4], "3 channels"), Row(t =>
        new DepthwiseConv1D(2, dilationRate: 2, dataFormat: "channels_first", dtype: t), [3, 5], (2 * 3 * 1) + 3)
        .Refuses([2, 4, 5], "3 channels"), Row(t => new DepthwiseConv2D(2, dtype: t), [3, 4, 2], (2 * 2 * 2 * 1) + 2)
        .Refuses([2, 3, 4], "rank 4").Refuses([2, 3, 4, 3], "2 channels"),
        Row(t => new DepthwiseConv2D([2, 3], padding: "same", depthMultiplier: 2, useBias: false, dtype: t), [3, 4, 2], 2 * 3 * 2 * 2)
        .Refuses([2, 3, 4, 3], "2 channels"), Row(t =>
        new DepthwiseConv2D(2, strides: 2, activation: "relu", dataFormat: "channels_first", dtype: t), [2, 3, 4], (2 * 2 * 2 * 1) + 2)
        .Refuses([2, 3, 3, 4], "2 channels"),

        // A depthwise kernel, then one of single pixels over channels × depthMultiplier, and one bias for each filter.
        Row(t => new SeparableConv1D(2, 3, dtype: t), [6, 3], (3 * 3 * 1) + (3 * 2) + 2).Refuses([2, 6], "rank 3")
            .Refuses([2, 6, 4], "3 channels"),
        Row(t => new SeparableConv1D(2, 3, padding: "same", depthMultiplier: 2, dtype: t), [5, 3], (3 * 3 * 2) + (3 * 2 * 2) + 2)
        .Refuses([2, 5, 4], "3 channels"), Row(t => new SeparableConv2D(3, 2, dtype: t), [3, 4, 2], (2 * 2 * 2 * 1) + (2 * 3) + 3)
        .Refuses([2, 3, 4], "rank 4").Refuses([2, 3, 4, 3], "2 channels"),
        Row(t => new SeparableConv2D(3, 2, strides: 2, depthMultiplier: 2, useBias: false, dataFormat: "channels_first", dtype: t),
        [2, 3, 4], (2 * 2 * 2 * 2) + (2 * 2 * 3)).Refuses([2, 3, 3, 4], "2 channels"),
    ];
}
