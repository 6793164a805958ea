using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>A dense layer over any axes: activation(einsum(equation, x, kernel) + bias).</summary>
/// <example><c>new EinsumDense("abc,cd->abd", outputShape: [Shape.Unknown, 64], biasAxes: "d")</c> is a Dense(64) over the last
/// axis.</example>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/einsum_dense/"/>.</remarks>
public sealed class EinsumDense : Layer
{
    /// <summary>A layer with its equation.</summary>
    /// <param name="equation">Letters of the input, of the kernel, an arrow, letters of the output; the input's first is the batch. An
    /// ellipsis stands for axes in front or at the end that are kept.</param>
    /// <param name="outputShape">The extents of the output without the batch, and with or without those of an ellipsis; unknown where they
    /// are those of the input.</param>
    /// <param name="activation">Applied to the output; none by default.</param>
    /// <param name="biasAxes">The letters of the output that a bias has; no bias by default.</param>
    /// <param name="kernelInitializer">The kernel's first values; glorot_uniform by default.</param>
    /// <param name="biasInitializer">The bias's first values; zeros by default.</param>
    /// <param name="kernelRegularizer">The price of the kernel; none by default.</param>
    /// <param name="biasRegularizer">The price of the bias; none by default.</param>
    /// <param name="activityRegularizer">The price of the output; none by default.</param>
    /// <param name="kernelConstraint">What the kernel must keep to; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must keep to; nothing by default.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
    /// <param name="name">A name; by default the class and a number.</param>
    /// <param name="trainable">Whether training changes the weights.</param>
    /// <param name="dtype">float32 by default.</param>
    public EinsumDense(
        string equation, Shape outputShape, ActivationFunction? activation = null, string? biasAxes = null,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
        : base(inputShape, name, trainable, dtype)
    {
        ArgumentNullException.ThrowIfNull(equation);
        Equation = equation.Split("->") is [var given, _] && given.Split(',').Length == 2
            ? equation
            : throw new ArgumentException("EinsumDense needs an equation of the form \"ab,bc->ac\": the letters of the input, of the "
            + $"kernel, of the output; received \"{equation}\".", nameof(equation));
        SampleShape = outputShape;
        Activation = activation ?? Activations.Linear;
        var letters = Result.Replace("...", "", StringComparison.Ordinal);
        if (letters.Length == Result.Length && outputShape.Rank != letters.Length - 1)
        {
            throw WrongShape(letters.Length);
        }

        BiasAxes = biasAxes is null || (biasAxes.Length > 0 && biasAxes.All(letters.Contains))
            ? biasAxes
            : throw new ArgumentException($"EinsumDense: biasAxes names axes of the output in \"{equation}\"; received \"{biasAxes}\".",
            nameof(biasAxes));
        KernelInitializer = kernelInitializer ?? new GlorotUniform();
        BiasInitializer = biasInitializer ?? new Zeros();
        (KernelRegularizer, BiasRegularizer, KernelConstraint, BiasConstraint) =
            (kernelRegularizer, biasRegularizer, kernelConstraint, biasConstraint);
        ActivityRegularizer = activityRegularizer;
    }

    /// <summary>The letters of input, kernel and output.</summary>
    public string Equation { get; }

    /// <summary>The extents of the output without the batch, as they were given.</summary>
    public Shape SampleShape { get; }

    /// <summary>What is applied to the output.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>The letters that the bias has; null for none.</summary>
    public string? BiasAxes { get; }

    /// <summary>The kernel's first values.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>The bias's first values.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The price of the kernel; null for none.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The price of the bias; null for none.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>What the kernel must keep to; null for nothing.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>What the bias must keep to; null for nothing.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>The weights of the connections; null before the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <summary>The bias, with extents of 1 where it broadcasts; null before the layer is built and without one.</summary>
    public Variable? Bias { get; private set; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        var (input, _, output) = Letters(inputShape.Rank);
        var given = Given(output.Length);
        int[] shape = [inputShape[0], .. given];
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var source = input.IndexOf(output[axis], StringComparison.Ordinal);
            if (source < 0)
            {
                continue;
            }

            if (axis > 0 && shape[axis] != inputShape[source] && shape[axis] != Shape.Unknown && inputShape[source] != Shape.Unknown)
            {
                throw new ArgumentException($"Layer '{Name}' (EinsumDense): in '{Equation}' axis {axis} of the output is axis {source} of "
                    + $"the input; received outputShape {SampleShape} for input of shape {inputShape}.", nameof(inputShape));
            }

            shape[axis] = inputShape[source] == Shape.Unknown && axis > 0 ? shape[axis] : inputShape[source];
        }

        return [.. shape];
    }

    /// <summary>The letters of the output, with an ellipsis.</summary>
    private string Result => Equation.Split("->")[1].Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The extents of the output's axes but the first, as they were given; unknown for those of an ellipsis otherwise.</summary>
    private int[] Given(int rank)
    {
        var dots = Result.IndexOf("...", StringComparison.Ordinal);
        var kept = dots < 0 ? 0 : rank - (Result.Length - 3);
        var named = rank - kept - (dots == 0 && kept > 0 ? 0 : 1);
        if (SampleShape.Rank == rank - 1)
        {
            return [.. SampleShape];
        }

        if (SampleShape.Rank != named)
        {
            throw WrongShape(rank);
        }

        // The first axis is the batch, which is an ellipsis's own where that stands in front.
        int[] extents = [.. SampleShape];
        var place = Math.Max(dots - 1, 0);
        return [.. extents[..place], .. Enumerable.Repeat(Shape.Unknown, rank - 1 - named), .. extents[place..]];
    }

    private ArgumentException WrongShape(int rank) => new($"EinsumDense: by '{Equation}' the output has {rank} axes, so that outputShape "
        + $"has {rank - 1} extents, those without the batch; received {SampleShape}.");

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "equation", Equation }, { "output_shape", SampleShape }, { "activation", Activation }, { "bias_axes", BiasAxes },
        { "kernel_initializer", KernelInitializer }, { "bias_initializer", BiasInitializer }, { "kernel_regularizer", KernelRegularizer },
        { "bias_regularizer", BiasRegularizer }, { "activity_regularizer", ActivityRegularizer }, { "kernel_constraint", KernelConstraint },
        { "bias_constraint", BiasConstraint }, { "quantization_config", Config.None },
    };

    internal static EinsumDense FromConfig(Config config) => new(
        config.GetString("equation"), config.GetShape("output_shape"), config.GetActivation("activation"),
        config.GetStringOrNull("bias_axes"), config.GetInitializer("kernel_initializer"), config.GetInitializer("bias_initializer"),
        config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        var (input, kernel, output) = Letters(inputShape.Rank);
        var outputShape = ComputeOutputShape(inputShape);
        int Extent(char letter) => input.Contains(letter) ? inputShape[input.IndexOf(letter, StringComparison.Ordinal)]
            : outputShape[output.IndexOf(letter, StringComparison.Ordinal)];
        Shape shape = [.. kernel.Select(Extent)];
        if (!shape.IsKnown)
        {
            throw new ArgumentException($"Layer '{Name}' (EinsumDense) needs to know the extents that the kernel has in '{Equation}'; "
                + $"received input of shape {inputShape} and outputShape {SampleShape}.", nameof(inputShape));
        }

        Kernel = AddWeight("kernel", shape, InitializerFor(input, kernel, output), regularizer: KernelRegularizer,
            constraint: KernelConstraint);
        if (BiasAxes is not null)
        {
            var first = output.IndexOfAny(BiasAxes.ToCharArray());
            Shape biasShape = [.. output.Select((letter, axis) => BiasAxes.Contains(letter) ? outputShape[axis] : 1).Skip(first)];
            Bias = AddWeight("bias", biasShape, BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint);
        }
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        if (BuiltShape is not { } built)
        {
            return;
        }

        var anyRank = Equation.Contains("...", StringComparison.Ordinal);
        var (input, kernel, _) = Letters(anyRank ? inputShape.Rank : built.Rank);
        // Axes behind an ellipsis are counted from the end.
        var dots = anyRank ? Equation.Replace(" ", "", StringComparison.Ordinal).IndexOf("...", StringComparison.Ordinal) : input.Length;
        int[] axes = [.. Enumerable.Range(0, input.Length)
            .Where(axis => kernel.Contains(input[axis]) || BiasAxes?.Contains(input[axis]) == true)
            .Select(axis => axis < dots ? axis : axis - input.Length)];
        AxisInput.CheckBuilt(this, built, inputShape, anyRank, axes);
    }

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var y = Ops.Einsum(Equation, x, call.Read(Kernel!));
        return Activation.Apply(Bias is null ? y : y + Bias);
    }

    /// <summary>
    /// Those that go by the number of inputs and outputs are told which axes of the kernel count them: the letters that are summed over,
    /// and those of the output.
    /// </summary>
    private Initializer InitializerFor(string input, string kernel, string output)
    {
        int[] inputs = [.. Enumerable.Range(0, kernel.Length)
            .Where(axis => input.Contains(kernel[axis]) && !output.Contains(kernel[axis]))];
        int[] outputs = [.. Enumerable.Range(0, kernel.Length).Where(axis => output.Contains(kernel[axis]))];
        return KernelInitializer is VarianceScaling scaling && inputs.Length > 0 && outputs.Length > 0
            ? scaling.WithAxes(Axes.Create(inputs), Axes.Create(outputs))
            : KernelInitializer;
    }

    private (string Input, string Kernel, string Output) Letters(int rank)
    {
        var kernel = Equation.Split(',').ElementAtOrDefault(1)?.Split("->")[0].Trim() ?? "";
        return EinsumLetters.Parse(Equation, rank, kernel.Length);
    }
}
