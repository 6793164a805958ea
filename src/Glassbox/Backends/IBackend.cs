namespace Glassbox.Backends;

/// <summary>
/// What a device must be able to do. It knows storage, element types and plain integer dimensions, nothing of tensors, shapes to be checked
/// or gradients: its callers have made sure that types agree and sizes fit. Results never overlap inputs unless said.
/// </summary>
/// <remarks>
/// Backends give the same results but for rounding, and the same integers, choices and random draws. Of two ways to one result, in one pass
/// and step by step, a backend may round the first otherwise.
/// </remarks>
internal interface IBackend
{
    /// <summary>
    /// New memory of its own, not cleared, within what <see cref="MemoryLimit"/> leaves. <see cref="StepMemory"/> gets to know it, where a
    /// step runs.
    /// </summary>
    /// <exception cref="OutOfMemoryException">There is not so much.</exception>
    Storage Allocate(DType dtype, int length);

    /// <summary>y = x: the same elements of the same type.</summary>
    void Copy(Storage x, Storage y);

    /// <summary>
    /// y = op(x); y may be x. For integers: negate, abs, sign, square and relu, which wrap around, and floor, ceiling and round, which
    /// change nothing.
    /// </summary>
    void Unary(UnaryOp op, Storage x, Storage y);

    /// <summary>
    /// y = a op b, with broadcasting; y may be a, if that is not repeated. Integers wrap around, their quotients by zero are zero, their
    /// exponents are not negative; booleans have a maximum and a minimum only. A maximum or minimum with NaN is NaN.
    /// </summary>
    void Binary(BinaryOp op, Broadcast walk, Storage a, Storage b, Storage y);

    /// <summary>y = a op b as true or false, with broadcasting.</summary>
    void Compare(CompareOp op, Broadcast walk, Storage a, Storage b, Storage y);

    /// <summary>y = condition ? a : b, all of the same length.</summary>
    void Select(Storage condition, Storage a, Storage b, Storage y);

    /// <summary>
    /// y = x, converted: floats to integers by truncation, what is beyond the integers to the nearest of them and NaN to zero; integers to
    /// smaller ones by wrapping around; anything to bool by comparison with zero.
    /// </summary>
    void Cast(Storage x, Storage y);

    /// <summary>Every element of y becomes <paramref name="value"/>.</summary>
    void Fill(Storage y, double value);

    /// <summary>Copies what the window shows of x into the dense y.</summary>
    void Read(Storage x, Window window, Storage y);

    /// <summary>Copies the dense x to where the window shows of y.</summary>
    void Write(Storage x, Storage y, Window window);

    /// <summary>
    /// y[o, i] = reduction over r of x[o, r, i], in the type of y: that of x, or for sums and products of integers and booleans int64
    /// or float64. A maximum or minimum with NaN is NaN, and there is something to take it of.
    /// </summary>
    void Reduce(ReduceOp op, Storage x, int outer, int reduced, int inner, Storage y);

    /// <summary>y[o, i] = the first r where x[o, r, i] is largest (or smallest); NaN counts as extreme.</summary>
    void ArgExtreme(bool largest, Storage x, int outer, int reduced, int inner, Storage y);

    /// <summary>
    /// y[o, j, i] = x[o, indices[j], i]; the indices are int64 and in range. Of the first axis, uint8 may become float32 on the way.
    /// </summary>
    void Gather(Storage x, Storage indices, int outer, int axis, int inner, Storage y);

    /// <summary>y[o, indices[j], i] += x[o, j, i].</summary>
    void ScatterAdd(Storage x, Storage indices, int outer, int axis, int inner, Storage y);

    /// <summary>
    /// c = op(a)·op(b) + bias for each of so many stacked matrices: a is [m, k], or [k, m] when transposed; b is [k, n], or [n, k]; bias is
    /// [n] or null. With relu, c = max(that, 0), of floats.
    /// </summary>
    void MatMul(bool transposeA, bool transposeB, int count, int m, int n, int k, Storage a, Storage b, Storage? bias, Storage c,
        bool relu);

    /// <summary>y = softmax of each row of so many columns, or its logarithm.</summary>
    void Softmax(bool logarithm, Storage x, int columns, Storage y);

    /// <summary>The gradient of softmax, or of its logarithm, from that of its result y.</summary>
    void SoftmaxGradient(bool logarithm, Storage dy, Storage y, int columns, Storage dx);

    /// <summary>y = −Σ t·log q along rows, with q = p / Σp kept epsilon away from 0 and 1.</summary>
    void Crossentropy(Storage target, Storage p, int columns, double epsilon, Storage y);

    /// <summary>The gradient of the crossentropy with respect to p; what was kept away has none.</summary>
    void CrossentropyGradient(Storage dy, Storage target, Storage p, int columns, double epsilon, Storage dp);

    /// <summary>y = −Σ t·log softmax(x) along rows.</summary>
    void SoftmaxCrossentropy(Storage target, Storage x, int columns, Storage y);

    /// <summary>The gradient of that crossentropy with respect to x: dy·(softmax(x)·Σt − t).</summary>
    void SoftmaxCrossentropyGradient(Storage dy, Storage target, Storage x, int columns, Storage dx);

    /// <summary>y = x * kernel + bias, cut at zero for relu; the bias is [filters] or null. Floats only, as the two that follow.</summary>
    void Convolve(ConvolutionShape shape, Storage x, Storage kernel, Storage? bias, bool relu, Storage y);

    /// <summary>The gradient of a convolution with respect to x.</summary>
    void ConvolutionInputGradient(ConvolutionShape shape, Storage dy, Storage kernel, Storage dx);

    /// <summary>The gradient of a convolution with respect to the kernel.</summary>
    void ConvolutionKernelGradient(ConvolutionShape shape, Storage x, Storage dy, Storage dkernel);

    /// <summary>
    /// y = the largest under a window, channel by channel, and, unless that is null, which element of the window it was (in the shape's
    /// <see cref="ConvolutionShape.ChosenType"/>): the first of several, or the first NaN. What is outside an image does not count;
    /// something of it is under each window.
    /// </summary>
    void MaxPool(ConvolutionShape shape, Storage x, Storage y, Storage? chosen);

    /// <summary>dx = dy where the largest was, zero elsewhere; what overlaps is added.</summary>
    void MaxPoolScatter(ConvolutionShape shape, Storage dy, Storage chosen, Storage dx);

    /// <summary>y = x where the largest was.</summary>
    void MaxPoolGather(ConvolutionShape shape, Storage x, Storage chosen, Storage y);

    /// <summary>y = the mean under a window, channel by channel, of what is inside the image.</summary>
    void AveragePool(ConvolutionShape shape, Storage x, Storage y);

    /// <summary>dx = dy divided among the elements of the window; what overlaps is added.</summary>
    void AveragePoolScatter(ConvolutionShape shape, Storage dy, Storage dx);

    /// <summary>The mean and the variance (divided by the number of rows) of each column of x, [rows, columns].</summary>
    void ColumnMoments(Storage x, Storage mean, Storage variance);

    /// <summary>y = gamma · (x − mean) / deviation + beta, column by column; without gamma or beta these do nothing.</summary>
    void NormalizeColumns(Storage x, Storage mean, Storage deviation, Storage? gamma, Storage? beta, Storage y);

    /// <summary>dbeta = Σ dy and dgamma = Σ dy · (x − mean) / deviation over the rows.</summary>
    void NormalizeColumnsSums(Storage dy, Storage x, Storage mean, Storage deviation, Storage dgamma, Storage dbeta);

    /// <summary>The gradient of x where the mean and the deviation are its own, from those of gamma and beta.</summary>
    void NormalizeColumnsGradient(Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma, Storage dgamma, Storage dbeta,
        Storage dx);

    /// <summary>
    /// y = gamma · (x − mean) / deviation + beta, row by row, with deviation = √(variance + epsilon); without a centre the mean counts as
    /// zero. There are as many rows as means.
    /// </summary>
    void NormalizeRows(bool centered, Storage x, Storage? gamma, Storage? beta, double epsilon, Storage mean, Storage deviation, Storage y);

    /// <summary>The gradients of x, gamma and beta.</summary>
    void NormalizeRowsGradient(bool centered, Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma, Storage dx,
        Storage dgamma, Storage dbeta);

    /// <summary>
    /// The mean and the variance of each group of neighbouring columns of each sample of x, [samples, rows, columns]: [samples, groups].
    /// </summary>
    void GroupMoments(int samples, int columns, Storage x, Storage mean, Storage variance);

    /// <summary>
    /// y = gamma · (x − mean) / deviation + beta, with the means and deviations of the groups, [samples, groups], deviation = √(variance +
    /// epsilon), and gamma and beta of the columns; without gamma or beta these do nothing.
    /// </summary>
    void NormalizeGroups(int samples, int columns, Storage x, Storage? gamma, Storage? beta, double epsilon, Storage mean,
        Storage deviation, Storage y);

    /// <summary>The gradients of x, gamma and beta.</summary>
    void NormalizeGroupsGradient(int samples, int columns, Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma,
        Storage dx, Storage dgamma, Storage dbeta);

    /// <summary>y = x looked at through a matrix for each image; the matrices are float64. Floats only, as the one that follows.</summary>
    void AffineTransform(ImageSampling sampling, Storage x, Storage matrices, Storage y);

    /// <summary>The gradient of the images: dx = dy, brought back to where it came from; what comes from one pixel is added.</summary>
    void AffineTransformScatter(ImageSampling sampling, Storage dy, Storage matrices, Storage dx);

    /// <summary>
    /// Random numbers, uniform in [low, high), or in (high, low] if that is lower. Positions 2j and 2j + 1 are drawn from the numbers of
    /// <see cref="Philox"/> at 2j: from the first two and from the last two of them, as <see cref="Philox.ToUnit"/> makes one of two.
    /// </summary>
    void Uniform(ulong seed, double low, double high, Storage y);

    /// <summary>
    /// Random numbers of a normal distribution, drawn again, as the next attempt, beyond <paramref name="cut"/> standard deviations: √(−2
    /// log(1 − u)) cos(2πv) with u and v from the first two and the last two numbers of <see cref="Philox"/> at the position.
    /// </summary>
    void Normal(ulong seed, double mean, double deviation, double cut, Storage y);

    /// <summary>
    /// A mask for dropout: zero where the random number of a position is below the rate's part of 2³², 1 / (1 − rate) elsewhere. The
    /// numbers of <see cref="Philox"/> at 8b to 8b + 7 are those of positions 64b to 64b + 63: the first two of the j-th are those of the
    /// positions 2j and 2j + 1, its last two those of the positions 32 behind. 16 behind each position is one that has the same number with
    /// its halves exchanged. The largest number is kept at any rate.
    /// </summary>
    void Dropped(ulong seed, double rate, Storage y);

    /// <summary>
    /// y = x times the mask of <see cref="Dropped"/>. Which elements are kept goes into the bits of <paramref name="kept"/>, bytes for
    /// eight elements each, from the lowest bit on.
    /// </summary>
    void Dropout(ulong seed, double rate, Storage x, Storage kept, Storage y);

    /// <summary>dx = dy times the mask that <see cref="Dropout"/> has written down.</summary>
    void DropoutGradient(double rate, Storage dy, Storage kept, Storage dx);

    /// <summary>One step of stochastic gradient descent in place: see <see cref="Optimizers.SGD"/>.</summary>
    void Sgd(Storage weight, Storage gradient, Storage? velocity, double learningRate, double momentum, bool nesterov);

    /// <summary>One step of RMSprop in place: see <see cref="Optimizers.RMSprop"/>.</summary>
    void RmsProp(Storage weight, Storage gradient, Storage velocity, Storage? momentumSlot, Storage? average, double learningRate,
        double rho, double momentum, double epsilon);

    /// <summary>
    /// One step of Adam in place, the bias correction already in <paramref name="alpha"/>: see <see cref="Optimizers.Adam"/>.
    /// </summary>
    void Adam(Storage weight, Storage gradient, Storage momentum, Storage velocity, Storage? largestVelocity, double alpha, double beta1,
        double beta2, double epsilon);
}
