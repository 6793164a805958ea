using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Dense layer over arbitrary axes: activation(einsum(equation, x, kernel) + bias).</summary>
/// <example><c>new EinsumDense("abc,cd->abd", outputShape: [Shape.Unknown, 64], biasAxes: "d")</c> is equivalent to Dense(64).</example>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/einsum_dense/"/>.</remarks>
public sealed class EinsumDense : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="equation">Einsum equation "input,kernel->output"; the first letter of the input is the batch. An ellipsis stands for
    /// leading or trailing axes that are kept.</param>
    /// <param name="outputShape">Output shape without the batch axis, with or without the axes of an ellipsis; unknown where the size is
    /// that of the input.</param>
    /// <param name="activation">Activation function; none by default.</param>
    /// <param name="biasAxes">Letters of the output axes that the bias has; no bias by default.</param>
    /// <param name="kernelInitializer">Initializer of the kernel; glorot_uniform by default.</param>
    /// <param name="biasInitializer">Initializer of the bias; zeros by default.</param>
    /// <param name="kernelRegularizer">Regularizer applied to the kernel; none by default.</param>
    /// <param name="biasRegularizer">Regularizer applied to the bias; none by default.</param>
    /// <param name="activityRegularizer">Regularizer applied to the output; none by default.</param>
    /// <param name="kernelConstraint">Constraint on the kernel; none by default.</param>
    /// <param name="biasConstraint">Constraint on the bias; none by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="trainable">Whether training updates the weights.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
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
            : throw new ArgumentException("EinsumDense needs an equation of the form \"ab,bc->ac\": the subscripts of the input, of the "
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

    /// <summary>The einsum equation.</summary>
    public string Equation { get; }

    /// <summary>Output shape without the batch axis, as passed to the constructor.</summary>
    public Shape SampleShape { get; }

    /// <summary>The activation function.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Letters of the output axes that the bias has; null for no bias.</summary>
    public string? BiasAxes { get; }

    /// <summary>Initializer of the kernel.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>Initializer of the bias.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>Regularizer applied to the kernel; null for none.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>Regularizer applied to the bias; null for none.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>Constraint on the kernel; null for none.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>Constraint on the bias; null for none.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>The kernel; null before the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <summary>The bias, with size 1 along broadcast axes; null before the layer is built and without a bias.</summary>
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

    /// <summary>The output subscripts, including an ellipsis.</summary>
    private string Result => Equation.Split("->")[1].Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The specified sizes of the output axes after the first; unknown for unspecified axes of an ellipsis.</summary>
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

        // Axis 0 is the batch; a leading ellipsis includes it.
        int[] extents = [.. SampleShape];
        var place = Math.Max(dots - 1, 0);
        return [.. extents[..place], .. Enumerable.Repeat(Shape.Unknown, rank - 1 - named), .. extents[place..]];
    }

    private ArgumentException WrongShape(int rank) => new($"EinsumDense: by '{Equation}' the output has {rank} axes, so that outputShape "
        + $"has {rank - 1} sizes, without the batch; received {SampleShape}.");

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
            throw new ArgumentException($"Layer '{Name}' (EinsumDense) needs known sizes for the axes of the kernel in '{Equation}'; "
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
        // Axes after an ellipsis are counted from the end.
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

    /// <summary>Passes fan-based initializers the kernel's input axes (letters that are summed over) and output axes.</summary>
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
