namespace Glassbox.Backends;

/// <summary>
/// The operations a device must implement. It works on storages, element types and plain integer dimensions, without tensors, shape checks
/// or gradients: callers ensure that types match and sizes fit. Results never overlap inputs unless stated.
/// </summary>
/// <remarks>
/// Backends return the same results up to rounding, and the same integers, indices and random values. A backend may round a fused operation
/// differently from the sequence of separate operations.
/// </remarks>
internal interface IBackend
{
    /// <summary>
    /// Allocates uninitialized memory, within the limit of <see cref="MemoryLimit"/>, and registers it with <see cref="StepMemory"/> during
    /// a step.
    /// </summary>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    Storage Allocate(DType dtype, int length);

    /// <summary>y = x: the same elements of the same type.</summary>
    void Copy(Storage x, Storage y);

    /// <summary>
    /// y = op(x); y may be x. For integers: negate, abs, sign, square and relu, which wrap around, and floor, ceiling and round, which are
    /// identities.
    /// </summary>
    void Unary(UnaryOp op, Storage x, Storage y);

    /// <summary>
    /// y = a op b, with broadcasting; y may be a, if that is not broadcast. Integers wrap around, their quotients by zero are zero, their
    /// exponents are not negative; booleans support maximum and minimum only. A maximum or minimum with NaN is NaN.
    /// </summary>
    void Binary(BinaryOp op, Broadcast walk, Storage a, Storage b, Storage y);

    /// <summary>y = a op b as booleans, with broadcasting.</summary>
    void Compare(CompareOp op, Broadcast walk, Storage a, Storage b, Storage y);

    /// <summary>y = condition ? a : b, all of the same length.</summary>
    void Select(Storage condition, Storage a, Storage b, Storage y);

    /// <summary>
    /// y = x, converted: floats to integers by truncation, saturating, and NaN to zero; integers to smaller ones by wrapping around;
    /// anything to bool by comparison with zero.
    /// </summary>
    void Cast(Storage x, Storage y);

    /// <summary>Fills y with <paramref name="value"/>.</summary>
    void Fill(Storage y, double value);

    /// <summary>Copies a window of x into the dense y.</summary>
    void Read(Storage x, Window window, Storage y);

    /// <summary>Copies the dense x into a window of y.</summary>
    void Write(Storage x, Storage y, Window window);

    /// <summary>
    /// y[o, i] = reduction over r of x[o, r, i], in the type of y: that of x, or int64 or float64 for sums and products of integers and
    /// booleans. Maxima and minima propagate NaN and are not called for empty axes.
    /// </summary>
    void Reduce(ReduceOp op, Storage x, int outer, int reduced, int inner, Storage y);

    /// <summary>y[o, i] = the first r where x[o, r, i] is the maximum (or minimum); NaN counts as extreme.</summary>
    void ArgExtreme(bool largest, Storage x, int outer, int reduced, int inner, Storage y);

    /// <summary>
    /// y[o, j, i] = x[o, indices[j], i]; the indices are int64 and in range. Along the first axis, uint8 may be converted to float32.
    /// </summary>
    void Gather(Storage x, Storage indices, int outer, int axis, int inner, Storage y);

    /// <summary>y[o, indices[j], i] += x[o, j, i].</summary>
    void ScatterAdd(Storage x, Storage indices, int outer, int axis, int inner, Storage y);

    /// <summary>
    /// c = op(a)·op(b) + bias for each matrix of a batch: a is [m, k], or [k, m] if transposed; b is [k, n], or [n, k]; bias is [n] or
    /// null. With relu, floats only, as epilogue.
    /// </summary>
    void MatMul(bool transposeA, bool transposeB, int count, int m, int n, int k, Storage a, Storage b, Storage? bias, Storage c,
        bool relu);

    /// <summary>y = softmax or log-softmax of each row.</summary>
    void Softmax(bool logarithm, Storage x, int columns, Storage y);

    /// <summary>The gradient of softmax or log-softmax from its result y.</summary>
    void SoftmaxGradient(bool logarithm, Storage dy, Storage y, int columns, Storage dx);

    /// <summary>y = −Σ t·log q along rows, with q = p / Σp clipped to [epsilon, 1 − epsilon].</summary>
    void Crossentropy(Storage target, Storage p, int columns, double epsilon, Storage y);

    /// <summary>The gradient of the crossentropy with respect to p; zero for clipped probabilities.</summary>
    void CrossentropyGradient(Storage dy, Storage target, Storage p, int columns, double epsilon, Storage dp);

    /// <summary>y = −Σ t·log softmax(x) along rows.</summary>
    void SoftmaxCrossentropy(Storage target, Storage x, int columns, Storage y);

    /// <summary>The gradient of that crossentropy with respect to x: dy·(softmax(x)·Σt − t).</summary>
    void SoftmaxCrossentropyGradient(Storage dy, Storage target, Storage x, int columns, Storage dx);

    /// <summary>y = relu?(x ∗ kernel + bias); the bias is [filters] or null. Floats only, as the two that follow.</summary>
    void Convolve(ConvolutionShape shape, Storage x, Storage kernel, Storage? bias, bool relu, Storage y);

    /// <summary>The gradient of a convolution with respect to x.</summary>
    void ConvolutionInputGradient(ConvolutionShape shape, Storage dy, Storage kernel, Storage dx);

    /// <summary>The gradient of a convolution with respect to the kernel.</summary>
    void ConvolutionKernelGradient(ConvolutionShape shape, Storage x, Storage dy, Storage dkernel);

    /// <summary>
    /// Max pooling: y = the maximum over each window, channel by channel, and, unless null, chosen = its argmax within the window (in the
    /// shape's <see cref="ConvolutionShape.ChosenType"/>): the first on ties, or the first NaN. Padding is ignored; every window contains
    /// at least one element.
    /// </summary>
    void MaxPool(ConvolutionShape shape, Storage x, Storage y, Storage? chosen);

    /// <summary>dx = dy at the argmax, zero elsewhere; overlapping windows accumulate.</summary>
    void MaxPoolScatter(ConvolutionShape shape, Storage dy, Storage chosen, Storage dx);

    /// <summary>y = x at the argmax.</summary>
    void MaxPoolGather(ConvolutionShape shape, Storage x, Storage chosen, Storage y);

    /// <summary>Average pooling: y = the mean over each window, channel by channel, padding not counted.</summary>
    void AveragePool(ConvolutionShape shape, Storage x, Storage y);

    /// <summary>dx = dy divided among the elements of the window; overlapping windows accumulate.</summary>
    void AveragePoolScatter(ConvolutionShape shape, Storage dy, Storage dx);

    /// <summary>The mean and the population variance of each column of x, [rows, columns].</summary>
    void ColumnMoments(Storage x, Storage mean, Storage variance);

    /// <summary>y = gamma · (x − mean) / deviation + beta, column by column; gamma and beta are optional.</summary>
    void NormalizeColumns(Storage x, Storage mean, Storage deviation, Storage? gamma, Storage? beta, Storage y);

    /// <summary>dbeta = Σ dy and dgamma = Σ dy · (x − mean) / deviation over the rows.</summary>
    void NormalizeColumnsSums(Storage dy, Storage x, Storage mean, Storage deviation, Storage dgamma, Storage dbeta);

    /// <summary>The gradient of x for its own mean and deviation, given the gradients of gamma and beta.</summary>
    void NormalizeColumnsGradient(Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma, Storage dgamma, Storage dbeta,
        Storage dx);

    /// <summary>
    /// y = gamma · (x − mean) / deviation + beta, row by row, with deviation = √(variance + epsilon); without centering the mean counts as
    /// zero. There are as many rows as means.
    /// </summary>
    void NormalizeRows(bool centered, Storage x, Storage? gamma, Storage? beta, double epsilon, Storage mean, Storage deviation, Storage y);

    /// <summary>The gradients of x, gamma and beta.</summary>
    void NormalizeRowsGradient(bool centered, Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma, Storage dx,
        Storage dgamma, Storage dbeta);

    /// <summary>
    /// The mean and the variance of each group of adjacent columns of each sample of x, [samples, rows, columns]: [samples, groups].
    /// </summary>
    void GroupMoments(int samples, int columns, Storage x, Storage mean, Storage variance);

    /// <summary>
    /// y = gamma · (x − mean) / deviation + beta, with means and deviations per group, [samples, groups], deviation = √(variance +
    /// epsilon), and optional gamma and beta per column.
    /// </summary>
    void NormalizeGroups(int samples, int columns, Storage x, Storage? gamma, Storage? beta, double epsilon, Storage mean,
        Storage deviation, Storage y);

    /// <summary>The gradients of x, gamma and beta.</summary>
    void NormalizeGroupsGradient(int samples, int columns, Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma,
        Storage dx, Storage dgamma, Storage dbeta);

    /// <summary>y = x sampled through one transform per image; the transforms are float64. Floats only, as the one that follows.</summary>
    void AffineTransform(ImageSampling sampling, Storage x, Storage matrices, Storage y);

    /// <summary>The gradient of the images: dx = dy scattered to the sampled pixels, accumulating.</summary>
    void AffineTransformScatter(ImageSampling sampling, Storage dy, Storage matrices, Storage dx);

    /// <summary>
    /// Uniform random values in [low, high), or in (high, low] if high is lower. Positions 2j and 2j + 1 use the words of
    /// <see cref="Philox"/> at 2j: the first two and the last two, combined by <see cref="Philox.ToUnit"/>.
    /// </summary>
    void Uniform(ulong seed, double low, double high, Storage y);

    /// <summary>
    /// Normal random values, redrawn with the next attempt beyond <paramref name="cut"/> standard deviations: √(−2 log(1 − u)) cos(2πv)
    /// with u and v from the first two and the last two words of <see cref="Philox"/> at the position.
    /// </summary>
    void Normal(ulong seed, double mean, double deviation, double cut, Storage y);

    /// <summary>
    /// A dropout mask: zero where the random word of a position is below rate · 2³², 1 / (1 − rate) elsewhere. The words of
    /// <see cref="Philox"/> at 8b to 8b + 7 serve the positions 64b to 64b + 63: the first two of the j-th those of the positions 2j and 2j
    /// + 1, its last two those of the positions 32 after them. The position 16 after each of these uses the same word with its halves
    /// swapped. The maximum word is kept at any rate.
    /// </summary>
    void Dropped(ulong seed, double rate, Storage y);

    /// <summary>
    /// y = x times the mask of <see cref="Dropped"/>. The kept elements are stored as bits in <paramref name="kept"/>, eight per byte, from
    /// the lowest bit on.
    /// </summary>
    void Dropout(ulong seed, double rate, Storage x, Storage kept, Storage y);

    /// <summary>dx = dy times the mask stored by <see cref="Dropout"/>.</summary>
    void DropoutGradient(double rate, Storage dy, Storage kept, Storage dx);

    /// <summary>One step of stochastic gradient descent in place: see <see cref="Optimizers.SGD"/>.</summary>
    void Sgd(Storage weight, Storage gradient, Storage? velocity, double learningRate, double momentum, bool nesterov);

    /// <summary>One step of RMSprop in place: see <see cref="Optimizers.RMSprop"/>.</summary>
    void RmsProp(Storage weight, Storage gradient, Storage velocity, Storage? momentumSlot, Storage? average, double learningRate,
        double rho, double momentum, double epsilon);

    /// <summary>
    /// One step of Adam in place, with the bias correction included in <paramref name="alpha"/>: see <see cref="Optimizers.Adam"/>.
    /// </summary>
    void Adam(Storage weight, Storage gradient, Storage momentum, Storage velocity, Storage? largestVelocity, double alpha, double beta1,
        double beta2, double epsilon);
}
