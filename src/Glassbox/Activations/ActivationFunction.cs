using System.Diagnostics.CodeAnalysis;
using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// Activation function of a layer. A string converts to one: <c>new Dense(10, activation: "softmax")</c>; so does a layer without weights,
/// <c>activation: new LeakyReLU(0.1)</c>, and a custom function: <c>new ActivationFunction("cube", x => x * x * x)</c>.
/// </summary>
public sealed partial class ActivationFunction
{
    private readonly Func<Tensor, Tensor> function;
    private readonly bool isUsers;

    /// <summary>Creates a named activation function.</summary>
    /// <param name="name">Name in configs, such as <c>relu</c>.</param>
    /// <param name="function">Composed of differentiable operations (<see cref="Ops"/>); the result has the argument's shape.</param>
    public ActivationFunction(string name, Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Name = name;
        this.function = function;
        isUsers = function.Method.Module != typeof(ActivationFunction).Module;
    }

    /// <summary>Name, such as <c>relu</c>.</summary>
    public string Name { get; }

    /// <summary>Applies the function; for a symbolic tensor, adds its operations to the graph.</summary>
    public Tensor Apply(Tensor x)
    {
        if (!isUsers)
        {
            return function(x);
        }

        using var code = RunningCode.Enter(isUsers);
        return function(x);
    }

    /// <summary>Converts a name to an activation function.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator ActivationFunction?(string? name) => name is null ? null : Activations.Get(name);

    /// <summary>Converts a custom function.</summary>
    public static implicit operator ActivationFunction(Func<Tensor, Tensor> function) => new(function.Method.Name, function);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
