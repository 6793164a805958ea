using Glassbox.Backends;

namespace Glassbox.Tests.Operations;

/// <summary>An operation with inputs that it takes; null for an optional input that is absent.</summary>
internal sealed record OperationRow(Operation Operation, params Tensor?[] Inputs)
{
    public override string ToString() =>
        $"{Operation} of {string.Join(", ", Inputs.Select(input => input is null ? "none" : $"{input.DType} {input.Shape}"))}";
}

/// <summary>A row for each operation that the library defines, and more where its kernel has several ways.</summary>
internal static class OperationRows
{
    private static readonly Tensor X = Normal([2, 3, 4], 1);
    private static readonly Tensor Y = Normal([2, 3, 4], 2);
    private static readonly Tensor Row = Normal([4], 3);
    private static readonly Tensor Positive = Ops.Abs(X) + 0.1f;
    private static readonly Tensor Truth = X > 0;
    private static readonly Tensor Images = Normal([2, 6, 6, 3], 4);
    private static readonly Tensor Channels = Normal([3], 5);
    private static readonly Tensor Spread = Ops.Square(Normal([3], 6)) + 0.5f;
    private static readonly WindowArguments Same = new(1, "same", "channels_last");
    private static readonly WindowArguments Valid = new(2, "valid", "channels_last");

    public static IEnumerable<OperationRow> All =>
    [
        new(new AddOp(), X, Row), new(new SubtractOp(), X, Row), new(new MultiplyOp(), X, Row), new(new DivideOp(), X, Positive),
        new(new FloorDivideOp(), X, Positive), new(new ModOp(), X, Positive), new(new PowerOp(), Positive, Y), new(new MaximumOp(), X, Y),
        new(new MinimumOp(), X, Y), new(new MatMulOp(), X, Normal([4, 5], 7)), new(new MatMulOp(), X, Normal([2, 4, 5], 7)),
        new(new DotOp(), X, Normal([2, 4, 5], 7)), new(new EinsumOp("abc,cd->abd"), X, Normal([4, 5], 7)),
        new(new ProductOp(false, true), X, Normal([2, 5, 4], 7)), new(new DenseOp(), Normal([5, 4], 8), Normal([4, 3], 9), Channels),
        new(new DenseReluOp(), Normal([5, 4], 8), Normal([4, 3], 9), Channels),
        new(new DenseReluOp(), Normal([5, 4], 8), Normal([4, 3], 9), null), new(new NegativeOp(), X), new(new AbsOp(), X),
        new(new SignOp(), X), new(new SquareOp(), X), new(new ClipOp(-0.5, 0.7), X), new(new SqrtOp(), Positive), new(new ExpOp(), X),
        new(new LogOp(), Positive), new(new Log1POp(), Positive), new(new SinOp(), X), new(new CosOp(), X), new(new TanhOp(), X),
        new(new ErfOp(), X), new(new FloorOp(), X), new(new CeilOp(), X), new(new RoundOp(), X),

        new(new ReluOp(), X), new(new Relu6Op(), X * 5), new(new LeakyReluOp(0.3), X), new(new EluOp(1.5), X), new(new SeluOp(), X),
        new(new CeluOp(0.7), X), new(new GeluOp(), X), new(new ApproximateGeluOp(), X), new(new GluOp(-1), X), new(new SigmoidOp(), X),
        new(new LogSigmoidOp(), X), new(new HardSigmoidOp(), X * 3), new(new HardSiluOp(), X * 3), new(new HardTanhOp(), X),
        new(new HardShrinkOp(0.5), X), new(new SoftShrinkOp(0.5), X), new(new TanhShrinkOp(), X), new(new MishOp(), X),
        new(new SiluOp(), X), new(new SoftplusOp(), X), new(new SoftsignOp(), X), new(new SparsePlusOp(), X), new(new SparseSigmoidOp(), X),
        new(new SparsemaxOp(-1), X), new(new SquareplusOp(4), X), new(new ThresholdOp(0.2, -1), X), new(new SoftmaxOp(-1), X),
        new(new SoftmaxOp(1), X), new(new LogSoftmaxOp(-1), X), new(new LogSoftmaxOp(1), X),
        new(new SigmoidGradientOp(), X, Ops.Sigmoid(Y)), new(new TanhGradientOp(), X, Ops.Tanh(Y)), new(new SoftplusGradientOp(), X, Y),
        new(new SiluGradientOp(), X, Y), new(new Relu6GradientOp(), X, Y * 5), new(new HardTanhGradientOp(), X, Y),
        new(new HardSigmoidGradientOp(), X, Y * 3), new(new HardSiluGradientOp(), X, Y * 3), new(new GeluGradientOp(), X, Y),
        new(new WherePositiveOp(), X, Y),

        new(new EqualOp(), X, Y), new(new NotEqualOp(), X, Y), new(new LessOp(), X, Y), new(new LessEqualOp(), X, Y),
        new(new GreaterOp(), X, Y), new(new GreaterEqualOp(), X, Y), new(new LogicalAndOp(), Truth, Y > 0),
        new(new LogicalOrOp(), Truth, Y > 0), new(new LogicalXorOp(), Truth, Y > 0), new(new LogicalNotOp(), Truth), new(new IsNaNOp(), X),
        new(new IsFiniteOp(), X), new(new WhereOp(), Truth, X, Row),

        new(new SumOp(1, true), X), new(new SumOp([0, 2], false), X), new(new MeanOp(-1, false), X), new(new VarOp(1, false), X),
        new(new StdOp(null, true), X), new(new MaxOp(1, false), X), new(new MinOp(null, false), X), new(new AnyOp(1, false), Truth),
        new(new AllOp(-1, true), Truth), new(new ArgMaxOp(1), X), new(new ArgMinOp(null), X),

        new(new GetItemOp([Range.All, 1, Slice.Step(Range.All, 2)]), X), new(new GetItemOp([1..2]), X),
        new(new ReadWindowOp(new Window(4, [2, 2], [12, 1])), X), new(new WriteWindowOp(new Window(1, [4], [2]), [9]), Row),
        new(new TakeOp(1), X, Integers([2, 0, 2])), new(new TakeOp(null), X, Integers([5, -1])),
        new(new ScatterAddOp(1, [2, 5, 4]), X, Integers([4, 0, 4])), new(new OneHotOp(4, DType.Float32), Integers([0, 3, 1])),

        new(new ReshapeOp([2, -1]), X), new(new TransposeOp([2, 0, 1]), X), new(new TransposeOp(null), X), new(new ExpandDimsOp(1), X),
        new(new SqueezeOp(1), Ops.ExpandDims(X, 1)), new(new BroadcastToOp([2, 3, 4]), Row), new(new ConcatenateOp(1), X, Y),
        new(new StackOp(0), X, Y), new(new PadOp([(0, 0), (1, 2), (0, 3)]), X), new(new RepeatOp(3, 1), X), new(new CastOp(DType.Int32), X),
        new(new ZerosLikeOp(), X), new(new OnesLikeOp(), X), new(new StopGradientOp(), X),

        new(new ConvOp(Same), Images, Normal([3, 3, 3, 4], 7)), new(new ConvTransposeOp(Valid, null), Images, Normal([3, 3, 4, 3], 7)),
        new(new DepthwiseConvOp(Valid), Images, Normal([2, 2, 3, 2], 7)),
        new(new SeparableConvOp(Same), Images, Normal([3, 3, 3, 2], 7), Normal([1, 1, 6, 5], 8)), new(new MaxPoolOp(2, Valid), Images),
        new(new AveragePoolOp(3, Same), Images), new(new ResizeOp([4, 9], "bilinear", false, "channels_last"), Images),
        new(new ExtractPatchesOp([2, 2], [1, 2], 1, "same", "channels_last"), Images),
        new(new AffineTransformOp("bilinear", "reflect", 0, "channels_last"), Images,
        Tensor.FromArray(new[] { 0.9f, -0.2f, 1, 0.2f, 0.9f, 0, 0, 0 })),

        new(new DropoutOp(17, 0.4), X), new(new CrossentropyOp(1e-7), Ops.Softmax(X), Ops.Softmax(Y)),
        new(new SoftmaxCrossentropyOp(), Ops.Softmax(X), Y), new(new NormalizeLastOp(1, true, 1e-3), X, Row, Row),
        new(new NormalizeLastOp(2, false, 1e-3), X, null, null), new(new NormalizeGroupsOp(1, 1e-3), Images, Channels, Channels),
        new(new NormalizeByOp(1e-3), Images, Channels, Spread, Channels, Channels),
        new(new NormalizeByOp(1e-3), Images, Channels, Spread, null, null), Batch(), new(new ColumnMomentOp(false), Images),
        new(new ColumnMomentOp(true), Images), .. Convolutions(),
    ];

    private static OperationRow Batch()
    {
        var (mean, variance) = Ops.ColumnMoments(Images);
        return new(new NormalizeBatchOp(mean, variance, 1e-3), Images, Channels, Channels);
    }

    private static IEnumerable<OperationRow> Convolutions()
    {
        var window = new WindowGeometry("A test", 2, 3, null, "same");
        var kernel = Normal([3, 3, 3, 4], 7);
        var convolution = window.Over(Images.Shape, 4, 1);
        yield return new(new ConvolutionOp(convolution, [2, 6, 6, 4], Relu: false), Images, kernel, Normal([4], 8));
        yield return new(new ConvolutionOp(convolution, [2, 6, 6, 4], Relu: true), Images, kernel, Normal([4], 8));
        yield return new(new ConvolutionInputGradientOp(convolution, Images.Shape), Normal([2, 6, 6, 4], 9), kernel);
        yield return new(new ConvolutionKernelGradientOp(convolution, kernel.Shape), Images, Normal([2, 6, 6, 4], 9));
        var pool = new WindowGeometry("A test", 2, 2, 2, "valid").Over(Images.Shape, 3, 3);
        Shape pooled = [2, 3, 3, 3];
        var places = Ops.Cast(Tensor.Arange(54).Reshape(pooled) % 4, pool.ChosenType);
        yield return new(new MaxPoolingOp(pool, pooled), Images);
        yield return new(new MaxPoolingScatterOp(pool, Images.Shape), Normal(pooled, 1), places);
        yield return new(new MaxPoolingGatherOp(pool, pooled), Images, places);
        yield return new(new AveragePoolingOp(pool, pooled), Images);
        yield return new(new AveragePoolingScatterOp(pool, Images.Shape), Normal(pooled, 1));
        var sampling = new ImageSampling(2, 6, 6, 3, true, FillMode.Nearest, 0);
        var matrices = Ops.BroadcastTo(Tensor.FromArray(new[] { 0.9, -0.2, 1, 0.2, 0.9, 0, 0, 0 }), [2, 8]);
        yield return new(new SamplingOp(sampling), Images, matrices);
        yield return new(new SamplingScatterOp(sampling), Images, matrices);
    }

    private static Tensor Normal(Shape shape, int seed) => Tensor.RandomNormal(shape, seed: seed);

    private static Tensor Integers(long[] values) => values;
}
