using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

internal static partial class LayerTable
{
    private const string KernelIsReplaced =
        "in training the kernel is replaced by its normalized value before it is used, which no gradient describes";

    private const string CorrectionIsHeld = "in training the correction to the running statistics counts as a constant";

    private static Dictionary<string, double> RenormLimits => new() { ["rmax"] = 3, ["rmin"] = 0.3, ["dmax"] = 5 };

    private static LayerCase[] Normalization =>
    [
        // gamma and beta, and the moving mean and variance, which training leaves alone.
        (Row(t => new BatchNormalization(dtype: t), [3], 4 * 3) with { Frozen = 2 * 3, Training = InTraining.Statistics })
            .Refuses([2, 4], "3 channels"),
        (Row(t => new BatchNormalization(axis: 1, momentum: 0.9, epsilon: 1e-2, dtype: t), [3, 2, 2], 4 * 3) with { Frozen = 2 * 3,
        Training = InTraining.Statistics }).Refuses([2, 4, 2, 2], "3 channels"),
        (Row(t => new BatchNormalization(center: false, scale: false, dtype: t), [2, 3], 2 * 3) with { Frozen = 2 * 3,
        Training = InTraining.Statistics }).Refuses([2, 2, 4], "3 channels"), (Row(t =>
        new BatchNormalization(renorm: true, dtype: t), [3], 7 * 3)
            with { Frozen = 5 * 3, Training = InTraining.Statistics, NoTrainingGradient = CorrectionIsHeld }).Refuses([2, 4], "3 channels"),
        (Row(t => new BatchNormalization(scale: false, renorm: true, renormClipping: RenormLimits, renormMomentum: 0.9, synchronized: true,
        dtype: t), [2, 3], 6 * 3)
            with { Frozen = 5 * 3, Training = InTraining.Statistics, NoTrainingGradient = CorrectionIsHeld })
                .Refuses([2, 2, 4], "3 channels"),
        Row(t => new LayerNormalization(dtype: t), [2, 3], 2 * 3).Refuses([2, 2, 4], "(None, None, 3)").Refuses([2, 4], "(None, None, 3)"),
        Row(t => new LayerNormalization([1, 2], scale: false, dtype: t), [2, 3], 2 * 3).Refuses([2, 3, 3], "(None, 2, 3)"),
        Row(t => new GroupNormalization(2, dtype: t), [2, 4], 2 * 4).Refuses([2, 2, 5], "2 groups").Refuses([2, 2, 6], "(None, None, 4)")
        .Refuses([2, 4], "(None, None, 4)"), Row(t => new GroupNormalization(-1, axis: 1, center: false, dtype: t), [4, 3], 4)
        .Refuses([2, 5, 3], "(None, 4, None)"), Row(t => new RMSNormalization(dtype: t), [2, 3], 3).Refuses([2, 2, 4], "(None, None, 3)"),
        Row(t => new RMSNormalization([1, 2], dtype: t), [2, 3], 2 * 3).Refuses([2, 3, 3], "(None, 2, 3)"),
        Row(t => new UnitNormalization(dtype: t), [2, 3]) with { TakesAnyShape = true },
        Row(t => new UnitNormalization([1, 2], dtype: t), [2, 3]).Refuses([2, 3], "axis 2"),

        // A mean and a variance of each feature, and the count of samples.
        (Row(t => new Normalization(dtype: t), [2, 3], (2 * 3) + 1) with { Frozen = (2 * 3) + 1 }).Refuses([2, 2, 4], "(None, None, 3)"),
        Row(t => new Normalization(axis: [], mean: 1.5, variance: 4.0, dtype: t), [3]) with { TakesAnyShape = true },
        (Row(t => new Normalization([1, 2], invert: true, dtype: t), [2, 3], (2 * 2 * 3) + 1) with { Frozen = (2 * 2 * 3) + 1 })
        .Refuses([2, 3, 3], "(None, 2, 3)"),

        // The weights of the layer within, and a vector as long as the kernel's last extent.
        (Row(t => new SpectralNormalization(new Dense(3, dtype: t), dtype: t), [4], (4 * 3) + 3 + 3)
            with { Frozen = 3, Training = InTraining.Statistics, NoTrainingGradient = KernelIsReplaced }).Refuses([2, 5], "4 values"),
        (Row(t => new SpectralNormalization(new Conv2D(2, 2, dtype: t), powerIterations: 3, dtype: t), [3, 3, 2], (2 * 2 * 2 * 2) + 2 + 2)
            with { Frozen = 2, Training = InTraining.Statistics, NoTrainingGradient = KernelIsReplaced })
                .Refuses([2, 3, 3, 3], "2 channels"),
    ];
}
