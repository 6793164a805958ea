namespace Glassbox;

/// <summary>Attribution of a class score to the input elements: positive for the class, negative against it.</summary>
public sealed class Evidence
{
    private const int FirstSteps = 64;
    private const int MostSteps = 1024;
    private const double Tolerance = 1e-3;

    private Evidence(int label, string name, double score, double baselineScore, Tensor gradientTimesInput, Tensor integratedGradients,
        int steps)
    {
        Class = label;
        Name = name;
        Score = score;
        BaselineScore = baselineScore;
        GradientTimesInput = gradientTimesInput;
        IntegratedGradients = integratedGradients;
        Steps = steps;
        Total = Sum(integratedGradients);
    }

    /// <summary>The class.</summary>
    public int Class { get; }

    /// <summary>Name of the class.</summary>
    public string Name { get; }

    /// <summary>
    /// Score of the class: its logit, or the model's output if it does not end with a softmax or a single sigmoid unit. The logit of a
    /// single unit is the score of class 1, and its negative the score of class 0.
    /// </summary>
    public double Score { get; }

    /// <summary>Score of the class at the baseline.</summary>
    public double BaselineScore { get; }

    /// <summary>Gradient × input: the gradient of the score with respect to the input, times the input. Of the picture's shape.</summary>
    public Tensor GradientTimesInput { get; }

    /// <summary>
    /// Integrated gradients: (x − baseline) times the mean gradient of the score along the straight path from the baseline to x. Sums to
    /// the difference of the scores. Of the picture's shape.
    /// </summary>
    /// <remarks>Source: Sundararajan, Taly, Yan, Axiomatic Attribution for Deep Networks, ICML 2017.</remarks>
    public Tensor IntegratedGradients { get; }

    /// <summary>Number of points on the path at which the gradient was evaluated.</summary>
    public int Steps { get; }

    /// <summary>The sum of <see cref="IntegratedGradients"/>.</summary>
    public double Total { get; }

    /// <summary>The exact value of the sum: <see cref="Score"/> − <see cref="BaselineScore"/>.</summary>
    public double Difference => Score - BaselineScore;

    /// <summary>Whether the attributions sum to the difference, within a thousandth of the larger score.</summary>
    public bool AddsUp => Fits(Total, Difference, Score, BaselineScore);

    /// <summary>Tolerance of the sum.</summary>
    internal double Allowed => Tolerance * Math.Max(1, Math.Max(Math.Abs(Score), Math.Abs(BaselineScore)));

    internal static Evidence Of(Model model, Sample sample, Recording recording, int label, string name)
    {
        var score = recording.Score(label);
        var baselineScore = Recording.Of(model, sample.Baseline).Score(label);
        var distance = sample.Input - sample.Baseline;
        var direct = (recording.Gradient(label) * sample.Input).Reshape(sample.Picture);

        // Doubles the number of steps until the sum is accurate: the gradient is discontinuous where a ReLU switches.
        for (var steps = FirstSteps; ; steps *= 2)
        {
            var contributions = distance * MeanGradient(model, sample, distance, label, steps);
            if (steps == MostSteps || !double.IsFinite(score) || Fits(Sum(contributions), score - baselineScore, score, baselineScore))
            {
                return new Evidence(label, name, score, baselineScore, direct, contributions.Reshape(sample.Picture), steps);
            }
        }
    }

    /// <summary>Mean gradient over the midpoints of equal steps.</summary>
    private static Tensor MeanGradient(Model model, Sample sample, Tensor distance, int label, int steps)
    {
        const int Batch = 64;
        var sum = Ops.ZerosLike(sample.Input);
        for (var first = 0; first < steps; first += Batch)
        {
            var fractions = (Tensor.Arange(first, first + Batch, dtype: sample.Input.DType) + 0.5) / steps;
            var way = sample.Baseline + (distance * Ops.Reshape(fractions, [Batch, .. Enumerable.Repeat(1, distance.Rank - 1)]));
            sum += Ops.Sum(Recording.Of(model, way).Gradient(label), 0, keepdims: true);
        }

        return sum / steps;
    }

    private static bool Fits(double total, double difference, double score, double baselineScore) =>
        Math.Abs(total - difference) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(score), Math.Abs(baselineScore)));

    private static double Sum(Tensor x) => (double)Ops.Sum(x.Cast(DType.Float64));
}
