using Glassbox.Layers;
using Glassbox.Metrics;

namespace Glassbox.Tests.Metrics;

/// <summary>A metric of one's own, with variables as Keras has them.</summary>
public sealed class OwnMetricTests
{
    [Fact]
    public void Variables_gather_over_batches_and_are_reset()
    {
        var own = new TruePositives();
        own.UpdateState(new float[] { 1, 1, 0, 1 }, new[] { 0.9f, 0.2f, 0.8f, 0.7f });
        own.UpdateState(new float[] { 1, 1 }, new[] { 0.9f, 0.9f }, new float[] { 0.5f, 0 });
        Assert.Equal(2.5, own.Result());
        Assert.Equal("true_positives/count", Assert.Single(own.Variables).Path);
        own.ResetState();
        Assert.Equal(0, own.Result());
    }

    [Fact]
    public void It_is_trained_with_and_starts_over_with_each_epoch()
    {
        var model = new Sequential([new Dense(1, kernelInitializer: "ones", inputShape: [1], trainable: false)]);
        model.Compile("sgd", "mse", [new TruePositives()]);
        var history = model.Fit(Tensor.Ones([5, 1]), Tensor.Ones([5, 1]), batchSize: 2, epochs: 2, verbose: 0, shuffle: false);
        Assert.Equal([5, 5], history["true_positives"]);
    }

    [Fact]
    public void What_is_added_and_taken_must_fit()
    {
        var variable = new Variable(new float[,] { { 1, 2 }, { 3, 4 } });
        var before = variable.Value;
        variable.AssignAdd(new float[] { 10, 20 });
        variable.AssignSub(1);
        Golden.AssertClose(new float[,] { { 10, 21 }, { 12, 23 } }, variable.Value, 0);
        Golden.AssertClose(new float[,] { { 1, 2 }, { 3, 4 } }, before, 0);
        Assert.Throws<ArgumentException>(() => variable.AssignAdd(Tensor.Ones([3])));
        Assert.Throws<ArgumentException>(() => variable.AssignAdd(Tensor.Ones([5, 2, 2])));
        var whole = new Variable(new int[] { 1, 2 }, trainable: false);
        whole.AssignAdd(new int[] { 2, 2 });
        Assert.Equal([3, 4], whole.Value.ToArray<int>());
    }

    [Fact]
    public void Weights_without_a_name_are_numbered()
    {
        var layer = new Affine();
        layer.Apply(Tensor.Ones([2, 3]));
        Assert.Equal(["variable", "variable_1", "bias"], layer.Weights.Select(weight => weight.Name));
        Assert.False(layer.Weights[1].Trainable);
    }

    [Theory]
    [InlineData("categorical_accuracy", "SparseCategoricalAccuracy")]
    [InlineData("top_k_categorical_accuracy", "SparseTopKCategoricalAccuracy")]
    [InlineData("binary_accuracy", "received targets of shape (3,)")]
    [InlineData("cosine_similarity", "received targets of shape (3,)")]
    [InlineData("pearson_correlation", "received targets of shape (3,)")]
    [InlineData("concordance_correlation", "received targets of shape (3,)")]
    public void Class_numbers_are_not_compared_with_rows(string name, string help)
    {
        // Broadcasting alone would take three numbers for a row of three classes.
        var error = Assert.Throws<ArgumentException>(() => Metric.Get(name).UpdateState(new float[] { 0, 1, 2 }, Tensor.Ones([3, 3])));
        Assert.Contains(help, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sparse_categorical_accuracy", "CategoricalAccuracy")]
    [InlineData("sparse_top_k_categorical_accuracy", "TopKCategoricalAccuracy")]
    public void Rows_are_not_taken_for_class_numbers(string name, string help)
    {
        Assert.Contains(help, Assert.Throws<ArgumentException>(() =>
            Metric.Get(name).UpdateState(Tensor.Eye(3), Tensor.Ones([3, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("of shape (4,)", Assert.Throws<ArgumentException>(() =>
            Metric.Get(name).UpdateState(new[] { 0, 1, 2 }, Tensor.Ones([4, 3]))).Message, StringComparison.Ordinal);
    }

    private sealed class TruePositives : Metric
    {
        private readonly Variable count;

        public TruePositives()
            : base("true_positives") => count = AddVariable(shape: [], initializer: "zeros", name: "count");

        public override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
        {
            var right = Ops.LogicalAnd(yTrue > 0, yPred > 0.5).Cast("float32");
            count.AssignAdd(Ops.Sum(sampleWeight is null ? right : right * sampleWeight));
        }

        public override double Result() => (double)count.Value;
    }

    private sealed class Affine : Layer
    {
        private Variable kernel = null!;
        private Variable shift = null!;
        private Variable bias = null!;

        protected override void Build(Shape inputShape)
        {
            kernel = AddWeight(shape: [inputShape[^1], 2], initializer: "random_normal", trainable: true);
            shift = AddWeight([2], "zeros", trainable: false);
            bias = AddWeight(shape: [2], initializer: "zeros", name: "bias");
        }

        protected override Tensor Call(Tensor x, CallContext call) => Ops.MatMul(x, kernel) + shift + bias;
    }
}
