using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

internal static partial class LayerTable
{
    private static LayerCase[] Regularization =>
    [
        Row(t => new Dropout(0.5, seed: 1, dtype: t), [8]) with { TakesAnyShape = true, Training = InTraining.Random },
        Row(t => new Dropout(0.5, noiseShape: [Shape.Unknown, 1, 4], seed: 1, dtype: t), [2, 4])
        .Refuses([2, 2, 4, 2], "noiseShape").Refuses([2, 3], "noiseShape") with { Training = InTraining.Random },
        Row(t => new AlphaDropout(0.5, noiseShape: [Shape.Unknown, 1, 4], seed: 1, dtype: t), [2, 4])
        .Refuses([2, 2, 4, 2], "noiseShape") with { Training = InTraining.Random }, Row(t =>
        new SpatialDropout1D(0.5, seed: 1, dtype: t), [3, 4]).Refuses([2, 4], "rank 3") with { Training = InTraining.Random }, Row(t =>
        new SpatialDropout2D(0.5, seed: 1, dtype: t), [2, 2, 4]).Refuses([2, 2, 4], "rank 4") with { Training = InTraining.Random },
        Row(t => new SpatialDropout2D(0.5, "channels_first", seed: 1, dtype: t), [4, 2, 2])
        .Refuses([2, 2, 4], "rank 4") with { Training = InTraining.Random },
        Row(t => new SpatialDropout3D(0.5, seed: 1, dtype: t), [1, 2, 2, 4])
        .Refuses([2, 2, 2, 4], "rank 5") with { Training = InTraining.Random },
        Row(t => new SpatialDropout3D(0.5, "channels_first", seed: 1, dtype: t), [4, 1, 2, 2])
        .Refuses([2, 2, 2, 4], "rank 5") with { Training = InTraining.Random },
        Row(t => new AlphaDropout(0.5, seed: 1, dtype: t), [8]) with { TakesAnyShape = true, Training = InTraining.Random },
        Row(t => new GaussianDropout(0.5, seed: 1, dtype: t), [4]) with { TakesAnyShape = true, Training = InTraining.Random },
        Row(t => new GaussianNoise(0.5, seed: 1, dtype: t), [4]) with { TakesAnyShape = true, Training = InTraining.Random },
        Row(t => new ActivityRegularization(l1: 0.1, l2: 0.2, dtype: t), [4]) with { TakesAnyShape = true },
    ];
}
