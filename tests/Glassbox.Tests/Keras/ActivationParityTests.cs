namespace Glassbox.Tests.Keras;

public class ActivationParityTests
{
    /// <summary>
    /// Keras's sparsemax on PyTorch accumulates twice, so that its rows sum to 0 or 30 rather than 1. Ours is tested against the
    /// definition.
    /// </summary>
    private const string WrongInKeras = "sparsemax";

    public static TheoryData<string> Names =>
        [.. Golden.Json("activations.json").AsObject().Select(entry => entry.Key).Where(name => name != WrongInKeras)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_Keras(string name)
    {
        var figures = Golden.Json("activations.json")[name]!;
        var x = Golden.Tensor(figures["x"]!).Cast("float32");
        using var tape = new GradientTape();
        tape.Watch(x);

        var y = Activations.Get(name).Apply(x);
        var weights = figures["grad_weight"] is { } given ? Golden.Tensor(given).Cast("float32") : Ops.OnesLike(y);
        var gradient = tape.Gradient(Ops.Sum(y * weights), x);

        Relative(Golden.Tensor(figures["y"]!), y, name);
        Relative(Golden.Tensor(figures["grad"]!), gradient, $"gradient of {name}");
    }

    [Fact]
    public void Sparsemax_gives_the_nearest_distribution()
    {
        Golden.AssertClose(Tensor.FromArray(new[,] { { 0.75, 0.25, 0 }, { 0, 1, 0 }, { 1 / 3.0, 1 / 3.0, 1 / 3.0 } }),
            Ops.Sparsemax(Tensor.FromArray(new[,] { { 1, 0.5, -1 }, { 0.0, 3, 1 }, { 7, 7, 7 } })), 1e-12);

        var x = Tensor.RandomNormal([20, 6], stddev: 2, seed: 1, dtype: "float64");
        var y = Ops.Sparsemax(x);
        Golden.AssertClose(Tensor.Ones([20], "float64"), Ops.Sum(y, 1), 1e-12);
        foreach (var other in new[] { Ops.Softmax(x), Ops.OneHot(x.ArgMax(-1), 6).Cast("float64"),
            Tensor.Full([20, 6], 1 / 6.0, "float64") })
        {
            Assert.True((bool)Ops.All(Ops.Sum(Ops.Square(x - y), 1) <= Ops.Sum(Ops.Square(x - other), 1) + 1e-12));
        }
    }

    private static void Relative(Tensor expected, Tensor actual, string what)
    {
        var scale = Ops.Maximum(Ops.Abs(Ops.Where(Ops.IsFinite(expected), expected, Ops.OnesLike(expected))), Ops.OnesLike(expected));
        Golden.AssertClose(expected / scale, actual.Cast("float64") / scale, 1e-5, what);
    }
}
