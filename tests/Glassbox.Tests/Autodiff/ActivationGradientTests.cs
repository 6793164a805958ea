namespace Glassbox.Tests.Autodiff;

/// <summary>Gradients of activations in one pass against those that are made of operations, which an outer tape asks for.</summary>
public class ActivationGradientTests
{
    private static Dictionary<string, (Func<Tensor, Tensor> Function, double Tolerance)> Functions { get; } = new()
    {
        ["sigmoid"] = (Ops.Sigmoid, 0),
        ["tanh"] = (Ops.Tanh, 0),
        ["gelu"] = (x => Ops.Gelu(x), 1e-6),
        ["relu"] = (Ops.Relu, 0),
        ["silu"] = (Ops.Silu, 1e-6),
        ["softplus"] = (Ops.Softplus, 0),
        ["leaky relu"] = (x => Ops.LeakyRelu(x), 0),
        ["elu"] = (x => Ops.Elu(x, 0.7), 0),
        ["selu"] = (Ops.Selu, 1e-6),
        ["relu6"] = (Ops.Relu6, 0),
        ["hard sigmoid"] = (Ops.HardSigmoid, 0),
        ["hard silu"] = (Ops.HardSilu, 0),
        ["hard tanh"] = (Ops.HardTanh, 0),
        ["hard shrink"] = (x => Ops.HardShrink(x), 0),
        ["soft shrink"] = (x => Ops.SoftShrink(x), 0),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void In_one_pass_a_gradient_is_that_of_the_operations(string name)
    {
        var (function, tolerance) = Functions[name];
        foreach (var length in new[] { 1, 7, 2049, 140_003 })
        {
            var (x, dy) = (Tensor.RandomNormal([length], seed: 1) * 3f, Tensor.RandomNormal([length], seed: 2));
            var fused = Gradient(function, x, dy);
            using var outer = new GradientTape();
            Golden.AssertClose(Gradient(function, x, dy), fused, BackendChoice.Fused(tolerance));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void In_one_go_an_activation_has_the_bits_of_its_operations(string name)
    {
        var x = Tensor.RandomNormal([5003], seed: 1) * 3f;
        var fused = Functions[name].Function(x);
        using var tape = new GradientTape { EveryOperation = true };
        Golden.AssertClose(Functions[name].Function(x), fused, BackendChoice.Fused(0));
    }

    private static Tensor Gradient(Func<Tensor, Tensor> function, Tensor x, Tensor dy)
    {
        using var tape = new GradientTape();
        tape.Watch(x);
        return tape.Gradient(function(x), [x], dy)[0]!;
    }
}
