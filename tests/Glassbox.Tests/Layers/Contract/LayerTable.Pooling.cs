using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

internal static partial class LayerTable
{
    private static LayerCase[] Pooling =>
    [
        Row(t => new MaxPooling1D(dtype: t), [5, 2]).Refuses([2, 5], "rank 3").Refuses([2, 1, 2], "does not fit"),
        Row(t => new MaxPooling1D(3, strides: 1, padding: "same", dataFormat: "channels_first", dtype: t), [2, 5])
        .Refuses([2, 5], "rank 3"), Row(t => new MaxPooling2D(dtype: t), [4, 5, 2]).Refuses([2, 4, 5], "rank 4")
        .Refuses([2, 1, 5, 2], "does not fit"), Row(t => new MaxPooling2D([2, 3], strides: [1, 2], padding: "same", dtype: t), [4, 5, 2])
        .Refuses([2, 4, 5], "rank 4"), Row(t => new MaxPooling3D(dtype: t), [2, 3, 4, 2]).Refuses([2, 3, 4, 2], "rank 5"),
        Row(t => new MaxPooling3D([1, 2, 3], strides: 1, dataFormat: "channels_first", dtype: t), [2, 2, 3, 4])
        .Refuses([2, 3, 4, 2], "rank 5"), Row(t => new AveragePooling1D(dtype: t), [5, 2]).Refuses([2, 5], "rank 3")
        .Refuses([2, 1, 2], "does not fit"), Row(t => new AveragePooling1D(3, strides: 2, padding: "same", dtype: t), [6, 2])
        .Refuses([2, 6], "rank 3"), Row(t => new AveragePooling2D([2, 3], strides: 1, dtype: t), [3, 4, 2]).Refuses([2, 3, 4], "rank 4"),
        Row(t => new AveragePooling2D(3, strides: 2, padding: "same", dataFormat: "channels_first", dtype: t), [2, 4, 5])
        .Refuses([2, 4, 5], "rank 4"), Row(t => new AveragePooling3D(dtype: t), [2, 3, 4, 2]).Refuses([2, 3, 4, 2], "rank 5"),
        Row(t => new AveragePooling3D(2, strides: 1, padding: "same", dtype: t), [2, 2, 3, 2]).Refuses([2, 3, 4, 2], "rank 5"),
        Row(t => new GlobalMaxPooling1D(dtype: t), [5, 2]).Refuses([2, 5], "rank 3"),
        Row(t => new GlobalMaxPooling1D("channels_first", keepdims: true, dtype: t), [2, 5]).Refuses([2, 5], "rank 3"),
        Row(t => new GlobalMaxPooling2D(dtype: t), [3, 4, 2]).Refuses([2, 3, 4], "rank 4"),
        Row(t => new GlobalMaxPooling2D("channels_first", keepdims: true, dtype: t), [2, 3, 4]).Refuses([2, 3, 4], "rank 4"),
        Row(t => new GlobalMaxPooling3D(keepdims: true, dtype: t), [2, 3, 4, 2]).Refuses([2, 3, 4, 2], "rank 5"),
        Row(t => new GlobalMaxPooling3D("channels_first", dtype: t), [2, 2, 3, 4]).Refuses([2, 3, 4, 2], "rank 5"),
        Row(t => new GlobalAveragePooling1D(dtype: t), [5, 2]).Refuses([2, 5], "rank 3"),
        Row(t => new GlobalAveragePooling1D("channels_first", keepdims: true, dtype: t), [2, 5]).Refuses([2, 5], "rank 3"),
        Row(t => new GlobalAveragePooling2D(dtype: t), [3, 4, 2]).Refuses([2, 3, 4], "rank 4"),
        Row(t => new GlobalAveragePooling2D("channels_first", keepdims: true, dtype: t), [2, 3, 4]).Refuses([2, 3, 4], "rank 4"),
        Row(t => new GlobalAveragePooling3D(keepdims: true, dtype: t), [2, 3, 4, 2]).Refuses([2, 3, 4, 2], "rank 5"),
        Row(t => new GlobalAveragePooling3D("channels_first", dtype: t), [2, 2, 3, 4]).Refuses([2, 3, 4, 2], "rank 5"),
        Row(t => new AdaptiveMaxPooling1D(2, dtype: t), [5, 2]).Refuses([2, 5], "rank 3"),
        Row(t => new AdaptiveMaxPooling1D(7, "channels_first", dtype: t), [2, 5]).Refuses([2, 5], "rank 3"),
        Row(t => new AdaptiveMaxPooling2D([2, 3], dtype: t), [3, 4, 2]).Refuses([2, 3, 4], "rank 4"),
        Row(t => new AdaptiveMaxPooling2D(2, "channels_first", dtype: t), [2, 3, 4]).Refuses([2, 3, 4], "rank 4"),
        Row(t => new AdaptiveMaxPooling3D(2, dtype: t), [2, 3, 4, 2]).Refuses([2, 3, 4, 2], "rank 5"),
        Row(t => new AdaptiveMaxPooling3D([1, 2, 3], "channels_first", dtype: t), [2, 2, 3, 4]).Refuses([2, 3, 4, 2], "rank 5"),
        Row(t => new AdaptiveAveragePooling1D(2, dtype: t), [5, 2]).Refuses([2, 5], "rank 3"),
        Row(t => new AdaptiveAveragePooling1D(7, "channels_first", dtype: t), [2, 5]).Refuses([2, 5], "rank 3"),
        Row(t => new AdaptiveAveragePooling2D([2, 3], dtype: t), [3, 4, 2]).Refuses([2, 3, 4], "rank 4"),
        Row(t => new AdaptiveAveragePooling2D(2, "channels_first", dtype: t), [2, 3, 4]).Refuses([2, 3, 4], "rank 4"),
        Row(t => new AdaptiveAveragePooling3D(2, dtype: t), [2, 3, 4, 2]).Refuses([2, 3, 4, 2], "rank 5"),
        Row(t => new AdaptiveAveragePooling3D([1, 2, 3], "channels_first", dtype: t), [2, 2, 3, 4]).Refuses([2, 3, 4, 2], "rank 5"),
    ];
}
