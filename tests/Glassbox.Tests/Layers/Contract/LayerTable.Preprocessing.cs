using System.Runtime.CompilerServices;
using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

internal static partial class LayerTable
{
    private const string Encodes = "whole numbers have no gradient";
    private const string Steps = "the number of a bin changes in steps";

    private static LayerCase[] Preprocessing =>
    [
        Row(t => new Rescaling(1 / 255.0, offset: -1, dtype: t), [4]) with { TakesAnyShape = true },
        Row(t => new Resizing(3, 5, dtype: t), [4, 4, 2]).Refuses([4, 4], "one image"),
        Row(t => new Resizing(2, 3, "bicubic", antialias: true, dtype: t), [4, 4, 1]).Refuses([4, 4], "one image"),
        Row(t => new Resizing(3, 2, "nearest", cropToAspectRatio: true, dataFormat: "channels_first", dtype: t), [1, 4, 4])
        .Refuses([4, 4], "one image"), Row(t => new Resizing(3, 6, padToAspectRatio: true, fillValue: 0.5, dtype: t), [4, 4, 1])
        .Refuses([4, 4], "one image"), Row(t => new CenterCrop(2, 3, dtype: t), [4, 4, 2]).Refuses([4, 4], "one image"),
        Row(t => new CenterCrop(4, 5, "channels_first", dtype: t), [2, 3, 4]).Refuses([4, 4], "one image"),
        Row(t => new CategoryEncoding(4, dtype: t), [3]) with { WholeNumbersBelow = 4, NoGradient = Encodes, TakesAnyShape = true },
        Row(t => new CategoryEncoding(4, "one_hot", dtype: t), [1]) with { WholeNumbersBelow = 4, NoGradient = Encodes,
        TakesAnyShape = true }, Row(t =>
        new CategoryEncoding(4, "count", dtype: t), [2, 3]) with { WholeNumbersBelow = 4, NoGradient = Encodes, TakesAnyShape = true },
        Row(t => new Discretization([-0.5, 0, 1]), [3]) with { NoGradient = Steps, TakesAnyShape = true },
        Row(t => new Discretization([-0.5, 0, 1], outputMode: "one_hot", dtype: t), [3]) with { NoGradient = Steps, TakesAnyShape = true },
        Row(t => new Discretization([-0.5, 0, 1], outputMode: "count", dtype: t), [3]) with { NoGradient = Steps, TakesAnyShape = true },
        Augmentation(t => new RandomFlip(seed: 2, dtype: t), [4, 3, 2]),
        Augmentation(t => new RandomFlip("horizontal", seed: 2, "channels_first", dtype: t), [2, 3, 4]),
        Augmentation(t => new RandomRotation(0.2, seed: 1, dtype: t), [5, 4, 2]),
        Augmentation(t => new RandomRotation((0.1, 0.3), "constant", "nearest", seed: 1, 0.5, "channels_first", dtype: t), [2, 5, 4]),
        Augmentation(t => new RandomZoom(0.5, seed: 1, dtype: t), [5, 4, 2]),
        Augmentation(t => new RandomZoom((-0.5, 0), 0.2, "nearest", seed: 1, dtype: t), [5, 4, 1]),
        Augmentation(t => new RandomTranslation(0.4, 0.3, "wrap", seed: 1, dtype: t), [5, 4, 2]),
        Augmentation(t => new RandomTranslation((0, 0.5), 0, "constant", fillValue: 2, seed: 1, dtype: t), [5, 4, 1]),
        Augmentation(t => new RandomCrop(3, 2, seed: 1, dtype: t), [6, 7, 2]),
        Augmentation(t => new RandomCrop(3, 2, seed: 1, "channels_first", dtype: t), [2, 6, 7]),
        Augmentation(t => new RandomContrast((0.5, 0.5), (-10, 10), seed: 1, dtype: t), [4, 3, 2]),
        Augmentation(t => new RandomBrightness(0.2, (-10, 10), seed: 1, dataFormat: "channels_first", dtype: t), [2, 4, 3]),
    ];

    private static LayerCase Augmentation(Func<DType, Layer> make, Shape sample,
        [CallerArgumentExpression(nameof(make))] string written = "") =>
        Row(make, sample, written: written).Refuses([2, 4], "(batch, ") with { Training = InTraining.Random };
}
