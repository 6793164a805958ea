namespace Glassbox.Tests.Keras;

public class ActivationParityTests
{
    public static TheoryData<string> Names => [.. Golden.Json("activations.json").AsObject().Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_Keras(string name)
    {
        var figures = Golden.Json("activations.json")[name]!;
        var x = Golden.Tensor(figures["x"]!).Cast("float32");
        var weights = figures["grad_weight"] is { } given ? Golden.Tensor(given).Cast("float32") : Ops.OnesLike(x);
        using var tape = new GradientTape();
        tape.Watch(x);

        var y = Activations.Get(name).Apply(x);
        var gradient = tape.Gradient(Ops.Sum(y * weights), x);

        Relative(Golden.Tensor(figures["y"]!), y, name);
        Relative(Golden.Tensor(figures["grad"]!), gradient, $"gradient of {name}");
    }

    private static void Relative(Tensor expected, Tensor actual, string what)
    {
        var scale = Ops.Maximum(Ops.Abs(Ops.Where(Ops.IsFinite(expected), expected, Ops.OnesLike(expected))), Ops.OnesLike(expected));
        Golden.AssertClose(expected / scale, actual.Cast("float64") / scale, 1e-5, what);
    }
}
