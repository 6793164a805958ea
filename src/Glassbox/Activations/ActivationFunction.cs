namespace Glassbox;

/// <summary>
/// A function that a layer applies to its output. A string is accepted wherever one is: <c>new Dense(10, activation: "softmax")</c>; so is a function of your own:
/// <c>new ActivationFunction("cube", x => x * x * x)</c>.
/// </summary>
public sealed class ActivationFunction
{
    private readonly Func<Tensor, Tensor> function;

    /// <summary>A function with a name.</summary>
    /// <param name="name">What it is called in configurations, such as <c>relu</c>.</param>
    /// <param name="function">Made of differentiable operations (<see cref="Ops"/>); the result has the shape of the argument.</param>
    public ActivationFunction(string name, Func<Tensor, Tensor> function)
    {
        Name = name;
        this.function = function;
    }

    /// <summary>What it is called, such as <c>relu</c>.</summary>
    public string Name { get; }

    /// <summary>The function's value.</summary>
    public Tensor Apply(Tensor x) => function(x);

    /// <summary>The function of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static implicit operator ActivationFunction(string name) => Activations.Get(name);

    /// <summary>A function of your own.</summary>
    public static implicit operator ActivationFunction(Func<Tensor, Tensor> function) => new(function.Method.Name, function);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
