using Glassbox.Callbacks;
using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using Glassbox.Optimizers.Schedules;

namespace Glassbox.Tests.Training;

/// <summary>Settings that would end in numbers that are none are refused where they are given, with the name of the argument.</summary>
public class SettingTests
{
    private static readonly (string Argument, Func<double, object> Make)[] Numbers =
    [
        ("rate", x => new Dropout(x)), ("stddev", x => new GaussianNoise(x)), ("momentum", x => new BatchNormalization(momentum: x)),
        ("epsilon", x => new BatchNormalization(epsilon: x)), ("epsilon", x => new LayerNormalization(epsilon: x)),
        ("epsilon", x => new RMSNormalization(epsilon: x)), ("alpha", x => new ELU(x)), ("negativeSlope", x => new LeakyReLU(x)),
        ("scale", x => new Rescaling(x)), ("offset", x => new Rescaling(1, x)), ("factor", x => new RandomRotation(x)),
        ("learningRate", x => new Adam(x)), ("beta1", x => new Adam(beta1: x)), ("epsilon", x => new Adam(epsilon: x)),
        ("epsilon", x => new AdamW(epsilon: x)), ("epsilon", x => new Adamax(epsilon: x)), ("epsilon", x => new Nadam(epsilon: x)),
        ("epsilon", x => new Lamb(epsilon: x)), ("epsilon", x => new Adagrad(epsilon: x)), ("epsilon", x => new Adadelta(epsilon: x)),
        ("epsilon", x => new RMSprop(epsilon: x)), ("epsilon", x => new ScheduleFreeAdamW(epsilon: x)),
        ("beta2Decay", x => new Adafactor(beta2Decay: x)), ("clipThreshold", x => new Adafactor(clipThreshold: x)),
        ("momentum", x => new Muon(momentum: x)), ("muonA", x => new Muon(muonA: x)), ("momentum", x => new SGD(momentum: x)),
        ("clipnorm", x => new SGD(clipnorm: x)), ("weightDecay", x => new SGD(weightDecay: x)),
        ("initialLearningRate", x => new ExponentialDecay(x, 10, 0.9)), ("decayRate", x => new ExponentialDecay(0.1, 10, x)),
        ("initialLearningRate", x => new InverseTimeDecay(x, 10, 0.9)), ("initialLearningRate", x => new PolynomialDecay(x, 10)),
        ("power", x => new PolynomialDecay(0.1, 10, power: x)), ("initialLearningRate", x => new CosineDecay(x, 10)),
        ("mMul", x => new CosineDecayRestarts(0.1, 10, mMul: x)), ("values", x => new PiecewiseConstantDecay([1], [0.1, x])),
        ("delta", x => new Huber(x)), ("gamma", x => new BinaryFocalCrossentropy(gamma: x)),
        ("alpha", x => new CategoricalFocalCrossentropy(alpha: x)), ("beta", x => new Tversky(beta: x)),
        ("margin", x => new Circle(margin: x)), ("labelSmoothing", x => new BinaryCrossentropy(labelSmoothing: x)),
        ("threshold", x => new BinaryAccuracy(threshold: x)), ("beta", x => new FBetaScore(beta: x)),
        ("stddev", x => new RandomNormal(stddev: x)), ("mean", x => new TruncatedNormal(x)), ("maxval", x => new RandomUniform(maxval: x)),
        ("maxValue", x => new MaxNorm(x)), ("minValue", x => new MinMaxNorm(x)), ("rate", x => new MinMaxNorm(rate: x)),
        ("minDelta", x => new EarlyStopping(minDelta: x)),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Numbers.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_not_a_number_is_refused(int index)
    {
        var (argument, make) = Numbers[index];
        Assert.Equal(argument, Assert.ThrowsAny<ArgumentException>(() => make(double.NaN)).ParamName);
    }

    [Fact]
    public void Ranges_and_words_are_checked_where_they_are_given()
    {
        Says<ArgumentOutOfRangeException>(() => new Huber(-1), "0 or more");
        Says<ArgumentOutOfRangeException>(() => new MinMaxNorm(2, 1), "less than minValue");
        Says<ArgumentException>(() => new Normalization(mean: 0.0, variance: -1.0), "variances of 0 or more");
        Says<ArgumentException>(() => new EinsumDense("ab,bc", 3), "ab,bc->ac");
        Says<ArgumentException>(() => new EinsumDense("ab,bc->ac", 3, biasAxes: "z"), "\"z\"");
        Says<ArgumentException>(() => new Flatten("channels"), "channels_last");
        Says<ArgumentException>(() => new Precision(thresholds: [0.5, 2]), "[0.5, 2]");
        Says<ArgumentException>(() => Adapted(Tensor.Zeros([0, 3])), "no data");
        Assert.Contains("no data", Assert.Throws<ArgumentException>(() => new Discretization(numBins: 3).Adapt(Tensor.Zeros([0]))).Message,
            StringComparison.Ordinal);
        Says<ArgumentException>(() => Adapted(new[,] { { 1.0 }, { double.NaN } }), "NaN");
        var model = new Sequential { new Dense(2, inputShape: [3]) };
        model.Compile("sgd", "sparse_categorical_crossentropy");
        Says<ArgumentException>(() => model.Fit(Tensor.Ones([2, 3]), new[] { 0, 1 }, verbose: 0,
            classWeight: new Dictionary<int, double> { [1] = double.NaN }), "class 1");
    }

    [Fact]
    public void A_threshold_may_be_one_number_or_several()
    {
        var (y, predicted) = ((Tensor)new[] { 0, 1, 1, 0 }, (Tensor)new[] { 0.1, 0.8, 0.4, 0.6 });
        foreach (var (metric, expected) in new (Metric, double[])[] { (new Precision(0.7), [1]), (new Recall([0.3, 0.7]), [1, 0.5]),
            (new FalsePositives(), [1]) })
        {
            metric.UpdateState(y, predicted);
            Assert.Equal(expected, metric.Results().Cast("float64").Flatten().ToArray<double>());
        }

        Assert.Equal(0.7, new Precision(0.7).GetConfig().Values["thresholds"]!.GetValue<double>());
        Assert.Equal("[0.3,0.7]", new Recall([0.3, 0.7]).GetConfig().Values["thresholds"]!.ToJsonString());
        Assert.Null(new Recall().GetConfig().Values["thresholds"]);
    }

    private static Normalization Adapted(Tensor data)
    {
        var layer = new Normalization();
        layer.Adapt(data);
        return layer;
    }

    private static void Says<T>(Func<object> action, string part)
        where T : Exception => Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
}
