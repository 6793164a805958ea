using System.Diagnostics.CodeAnalysis;
using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// A function that a layer applies to its output. A string is accepted wherever one is: <c>new Dense(10, activation: "softmax")</c>; so is
/// a layer without weights,
/// <c>activation: new LeakyReLU(0.1)</c>, and a function of your own: <c>new ActivationFunction("cube", x => x * x * x)</c>.
/// </summary>
public sealed partial class ActivationFunction
{
    private readonly Func<Tensor, Tensor> function;
    private readonly bool isUsers;

    /// <summary>A function with a name.</summary>
    /// <param name="name">What it is called in configurations, such as <c>relu</c>.</param>
    /// <param name="function">Made of differentiable operations (<see cref="Ops"/>); the result has the shape of the argument.</param>
    public ActivationFunction(string name, Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Name = name;
        this.function = function;
        isUsers = function.Method.Module != typeof(ActivationFunction).Module;
    }

    /// <summary>What it is called, such as <c>relu</c>.</summary>
    public string Name { get; }

    /// <summary>The function's value; of a symbolic tensor, the operations that give it, which are added to the graph.</summary>
    public Tensor Apply(Tensor x)
    {
        if (!isUsers)
        {
            return function(x);
        }

        using var code = RunningCode.Enter(isUsers);
        return function(x);
    }

    /// <summary>The function of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator ActivationFunction?(string? name) => name is null ? null : Activations.Get(name);

    /// <summary>A function of your own.</summary>
    public static implicit operator ActivationFunction(Func<Tensor, Tensor> function) => new(function.Method.Name, function);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
