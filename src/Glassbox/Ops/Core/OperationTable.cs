using Glassbox.Saving;

namespace Glassbox;

/// <summary>The serializable operations by the names of Keras's classes, with their factories.</summary>
internal static class OperationTable
{
    private static readonly Dictionary<string, Func<Config, Operation>> ByName = new()
    {
        // Arithmetic
        ["Add"] = _ => new AddOp(),
        ["Subtract"] = _ => new SubtractOp(),
        ["Multiply"] = _ => new MultiplyOp(),
        ["Divide"] = _ => new DivideOp(),
        ["TrueDivide"] = _ => new DivideOp(),
        ["FloorDivide"] = _ => new FloorDivideOp(),
        ["Mod"] = _ => new ModOp(),
        ["Power"] = _ => new PowerOp(),
        ["Maximum"] = _ => new MaximumOp(),
        ["Minimum"] = _ => new MinimumOp(),
        ["Matmul"] = _ => new MatMulOp(),
        ["Dot"] = _ => new DotOp(),
        ["Einsum"] = config => new EinsumOp(config.GetString("subscripts")),
        ["Negative"] = _ => new NegativeOp(),
        ["Absolute"] = _ => new AbsOp(),
        ["Sign"] = _ => new SignOp(),
        ["Square"] = _ => new SquareOp(),
        ["Clip"] = config => new ClipOp(config.GetDouble("x_min"), config.GetDouble("x_max")),

        // Unary functions
        ["Sqrt"] = _ => new SqrtOp(),
        ["Exp"] = _ => new ExpOp(),
        ["Log"] = _ => new LogOp(),
        ["Log1p"] = _ => new Log1POp(),
        ["Sin"] = _ => new SinOp(),
        ["Cos"] = _ => new CosOp(),
        ["Tanh"] = _ => new TanhOp(),
        ["Erf"] = _ => new ErfOp(),
        ["Floor"] = _ => new FloorOp(),
        ["Ceil"] = _ => new CeilOp(),
        ["Round"] = _ => new RoundOp(),

        // Activations
        ["Relu"] = _ => new ReluOp(),
        ["Relu6"] = _ => new Relu6Op(),
        ["LeakyRelu"] = config => new LeakyReluOp(config.GetDouble("negative_slope", 0.2)),
        ["Elu"] = config => new EluOp(config.GetDouble("alpha", 1)),
        ["Selu"] = _ => new SeluOp(),
        ["Celu"] = config => new CeluOp(config.GetDouble("alpha", 1)),
        ["Gelu"] = config => config.GetBoolean("approximate", true) ? new ApproximateGeluOp() : new GeluOp(),
        ["Glu"] = config => new GluOp(config.GetInt32("axis", -1)),
        ["Sigmoid"] = _ => new SigmoidOp(),
        ["LogSigmoid"] = _ => new LogSigmoidOp(),
        ["HardSigmoid"] = _ => new HardSigmoidOp(),
        ["HardSilu"] = _ => new HardSiluOp(),
        ["HardTanh"] = _ => new HardTanhOp(),
        ["HardShrink"] = config => new HardShrinkOp(config.GetDouble("threshold", 0.5)),
        ["SoftShrink"] = config => new SoftShrinkOp(config.GetDouble("threshold", 0.5)),
        ["TanhShrink"] = _ => new TanhShrinkOp(),
        ["Mish"] = _ => new MishOp(),
        ["Silu"] = _ => new SiluOp(),
        ["Softplus"] = _ => new SoftplusOp(),
        ["Softsign"] = _ => new SoftsignOp(),
        ["SparsePlus"] = _ => new SparsePlusOp(),
        ["SparseSigmoid"] = _ => new SparseSigmoidOp(),
        ["Sparsemax"] = config => new SparsemaxOp(config.GetInt32("axis", -1)),
        ["Squareplus"] = config => new SquareplusOp(config.GetDouble("b", 4)),
        ["Threshold"] = config => new ThresholdOp(config.GetDouble("threshold"), config.GetDouble("default_value")),
        ["Softmax"] = config => new SoftmaxOp(config.GetInt32("axis", -1)),
        ["LogSoftmax"] = config => new LogSoftmaxOp(config.GetInt32("axis", -1)),

        // Comparisons
        ["Equal"] = _ => new EqualOp(),
        ["NotEqual"] = _ => new NotEqualOp(),
        ["Less"] = _ => new LessOp(),
        ["LessEqual"] = _ => new LessEqualOp(),
        ["Greater"] = _ => new GreaterOp(),
        ["GreaterEqual"] = _ => new GreaterEqualOp(),
        ["LogicalAnd"] = _ => new LogicalAndOp(),
        ["LogicalOr"] = _ => new LogicalOrOp(),
        ["LogicalXor"] = _ => new LogicalXorOp(),
        ["LogicalNot"] = _ => new LogicalNotOp(),
        ["Isnan"] = _ => new IsNaNOp(),
        ["Isfinite"] = _ => new IsFiniteOp(),
        ["Where"] = _ => new WhereOp(),

        // Reductions
        ["Sum"] = config => new SumOp(config.GetAxesOrNull("axis"), config.GetBoolean("keepdims", false)),
        ["Mean"] = config => new MeanOp(config.GetAxesOrNull("axis"), config.GetBoolean("keepdims", false)),
        ["Var"] = config => new VarOp(config.GetAxesOrNull("axis"), config.GetBoolean("keepdims", false)),
        ["Std"] = config => new StdOp(config.GetAxesOrNull("axis"), config.GetBoolean("keepdims", false)),
        ["Max"] = config => new MaxOp(config.GetAxesOrNull("axis"), config.GetBoolean("keepdims", false)),
        ["Min"] = config => new MinOp(config.GetAxesOrNull("axis"), config.GetBoolean("keepdims", false)),
        ["Any"] = config => new AnyOp(config.GetAxesOrNull("axis"), config.GetBoolean("keepdims", false)),
        ["All"] = config => new AllOp(config.GetAxesOrNull("axis"), config.GetBoolean("keepdims", false)),
        ["Argmax"] = config => new ArgMaxOp(config.GetInt32OrNull("axis")),
        ["Argmin"] = config => new ArgMinOp(config.GetInt32OrNull("axis")),

        // Selection. The slices of GetItem are an argument of its call.
        ["GetItem"] = _ => new GetItemOp([]),
        ["Take"] = config => new TakeOp(config.GetInt32OrNull("axis")),
        ["OneHot"] = config => config.GetInt32("axis", -1) == -1
            ? new OneHotOp(config.GetInt32("num_classes"), config.GetString("dtype", "float32"))
            : throw new NotSupportedException($"OneHot supports the last axis only; received axis {config.GetInt32("axis")}."),

        // Shapes and types
        ["Reshape"] = config => new ReshapeOp([.. config.GetInt32s("newshape")]),
        ["Transpose"] = config => new TransposeOp(config.GetAxesOrNull("axes")),
        ["ExpandDims"] = config => new ExpandDimsOp(config.GetInt32("axis")),
        ["Squeeze"] = config => new SqueezeOp(config.GetAxesOrNull("axis")),
        ["BroadcastTo"] = config => new BroadcastToOp([.. config.GetInt32s("shape")]),
        ["Concatenate"] = config => new ConcatenateOp(config.GetInt32("axis", 0)),
        ["Stack"] = config => new StackOp(config.GetInt32("axis", 0)),
        ["Pad"] = config => new PadOp(PadOp.ReadWidths(config)),
        ["Repeat"] = config => new RepeatOp(config.GetInt32("repeats"), config.GetInt32("axis")),
        ["Cast"] = config => new CastOp(config.GetString("dtype")),
        ["ZerosLike"] = _ => new ZerosLikeOp(),
        ["OnesLike"] = _ => new OnesLikeOp(),
        ["StopGradient"] = _ => new StopGradientOp(),

        // Images
        ["Conv"] = config => new ConvOp(WindowArguments.FromConfig(config)),
        ["ConvTranspose"] = config => new ConvTransposeOp(
            WindowArguments.FromConfig(config), config.GetInt32sOrNull("output_padding") is { } padding ? [.. padding] : null),
        ["DepthwiseConv"] = config => new DepthwiseConvOp(WindowArguments.FromConfig(config)),
        ["SeparableConv"] = config => new SeparableConvOp(WindowArguments.FromConfig(config)),
        ["MaxPool"] = config => new MaxPoolOp([.. config.GetInt32s("pool_size")], WindowArguments.FromConfig(config)),
        ["AveragePool"] = config => new AveragePoolOp([.. config.GetInt32s("pool_size")], WindowArguments.FromConfig(config)),
        ["Resize"] = config => new ResizeOp(
            [.. config.GetInt32s("size")], Interpolations.Checked(config.GetString("interpolation", "bilinear"), "Resize"),
            config.GetBoolean("antialias", false), DataFormats.Checked(config.GetStringOrNull("data_format"))),
        ["ExtractPatches"] = config => new ExtractPatchesOp(
            [.. config.GetInt32s("size")], config.GetInt32sOrNull("strides") is { } strides ? [.. strides] : null,
            config.GetInt32("dilation_rate", 1), config.GetString("padding", "valid"),
            DataFormats.Checked(config.GetStringOrNull("data_format"))),
        ["AffineTransform"] = config => new AffineTransformOp(
            config.GetString("interpolation", "bilinear"), config.GetString("fill_mode", "constant"), config.GetDouble("fill_value", 0),
            DataFormats.Checked(config.GetStringOrNull("data_format"))),
    };

    /// <summary>The known names.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Creates the operation of a name with the attributes from a file.</summary>
    /// <exception cref="NotSupportedException">The name is unknown (the message names the nearest one), or an attribute is not
    /// supported.</exception>
    /// <exception cref="InvalidDataException">An attribute is missing or of the wrong kind.</exception>
    public static Operation Make(string name, Config config)
    {
        var make = ByName.GetValueOrDefault(name) ?? throw new NotSupportedException(Identifiers.Unknown("operation", name, ByName.Keys));
        _ = config.GetStringOrNull("name");
        var operation = make(config);
        config.Ignore("keepdims");
        config.ThrowIfUnread();
        return operation;
    }
}
