using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

internal static partial class LayerTable
{
    private static LayerCase[] Reshaping =>
    [
        Row(t => new Flatten(dtype: t), [2, 3]) with { TakesAnyShape = true },
        Row(t => new Flatten("channels_first", dtype: t), [2, 3]) with { TakesAnyShape = true },
        Row(t => new Reshape([3, 2], dtype: t), [6]).Refuses([2, 5], "[3, 2]"),
        Row(t => new Reshape([2, Shape.Unknown], dtype: t), [3, 4]).Refuses([2, 3, 3], "[2, -1]"),
        Row(t => new Permute([2, 1], dtype: t), [2, 3]).Refuses([2, 3], "2 axes"),
        Row(t => new Permute([3, 1, 2], dtype: t), [2, 3, 4]).Refuses([2, 3], "3 axes"),
        Row(t => new RepeatVector(3, dtype: t), [4]).Refuses([2, 4, 1], "rank 2"),
        Row(t => new Cropping1D((1, 2), dtype: t), [5, 2]).Refuses([2, 5], "rank 3").Refuses([2, 3, 2], "nothing is left"),
        Row(t => new Cropping2D((1, 0), dtype: t), [3, 2, 2]).Refuses([2, 3, 2], "rank 4").Refuses([2, 2, 2, 2], "nothing is left"),
        Row(t => new Cropping2D([(0, 1), (1, 0)], "channels_first", dtype: t), [2, 3, 3]).Refuses([2, 3, 2], "rank 4"),
        Row(t => new Cropping3D(dtype: t), [3, 3, 4, 2]).Refuses([2, 3, 3, 3], "rank 5"),
        Row(t => new Cropping3D([(0, 1), (1, 0), (1, 1)], "channels_first", dtype: t), [2, 2, 2, 3]).Refuses([2, 3, 3, 3], "rank 5"),
        Row(t => new ZeroPadding1D(dtype: t), [3, 2]).Refuses([2, 3], "rank 3"),
        Row(t => new ZeroPadding1D((0, 2), "channels_first", dtype: t), [2, 3]).Refuses([2, 3], "rank 3"),
        Row(t => new ZeroPadding2D((1, 2), dtype: t), [2, 2, 2]).Refuses([2, 2, 2], "rank 4"),
        Row(t => new ZeroPadding2D([(0, 1), (1, 0)], "channels_first", dtype: t), [2, 2, 2]).Refuses([2, 2, 2], "rank 4"),
        Row(t => new ZeroPadding3D(dtype: t), [1, 2, 2, 2]).Refuses([2, 2, 2, 2], "rank 5"),
        Row(t => new ZeroPadding3D([(0, 1), (1, 0), (2, 0)], "channels_first", dtype: t), [2, 1, 2, 2]).Refuses([2, 2, 2, 2], "rank 5"),
        Row(t => new UpSampling1D(3, dtype: t), [3, 2]).Refuses([2, 3], "rank 3"),
        Row(t => new UpSampling2D(dtype: t), [2, 3, 2]).Refuses([2, 2, 3], "rank 4"),
        Row(t => new UpSampling2D([1, 3], "channels_first", dtype: t), [2, 2, 3]).Refuses([2, 2, 3], "rank 4"),
        Row(t => new UpSampling2D([2, 3], interpolation: "bilinear", dtype: t), [2, 3, 2]).Refuses([2, 2, 3], "rank 4"),
        Row(t => new UpSampling3D(dtype: t), [1, 2, 2, 2]).Refuses([2, 1, 2, 2], "rank 5"),
        Row(t => new UpSampling3D([2, 1, 3], "channels_first", dtype: t), [2, 1, 2, 2]).Refuses([2, 1, 2, 2], "rank 5"),
    ];
}
