namespace Glassbox.Tests.Autodiff;

/// <summary>Compares the tape's gradients with central finite differences, in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>
    /// Checks the gradient of a function with respect to each of its arguments; each element of the result counts differently.
    /// </summary>
    public static void Assert(Func<Tensor[], Tensor> function, params Tensor[] arguments) => Assert(function, arguments, []);

    /// <summary>The same, also with respect to variables that the function reads.</summary>
    public static void Assert(Func<Tensor[], Tensor> function, Tensor[] arguments, IReadOnlyList<Variable> variables)
    {
        var initial = variables.Select(variable => variable.Value.Copy()).ToArray();
        Tensor weights;
        IReadOnlyList<Tensor?> gradients;
        using (var tape = new GradientTape())
        {
            foreach (var argument in arguments)
            {
                tape.Watch(argument);
            }

            var y = function(arguments);
            weights = Tensor.RandomUniform(y.Shape, 0.5, 1.5, seed: 99, DType.Float64);
            gradients = tape.Gradient(Ops.Sum(Ops.Cast(y, DType.Float64) * weights),
                [.. arguments, .. variables.Select(variable => variable.Value)]);
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = i;
            Compare(arguments[i], gradients[i], $"gradient of argument {i}", changed =>
                Value([.. arguments[..argument], changed, .. arguments[(argument + 1)..]]));
        }

        for (var i = 0; i < variables.Count; i++)
        {
            var variable = variables[i];
            Compare(initial[i], gradients[arguments.Length + i], $"gradient of {variable.Path}", changed =>
            {
                variable.Assign(changed);
                return Value(arguments);
            });
            variable.Assign(initial[i]);
        }

        double Value(Tensor[] values) => (double)Ops.Sum(Ops.Cast(function(values), DType.Float64) * weights);
    }

    private static void Compare(Tensor at, Tensor? gradient, string what, Func<Tensor, double> value)
    {
        var numeric = new double[at.Size];
        for (var element = 0; element < numeric.Length; element++)
        {
            numeric[element] = (value(Changed(element, Step)) - value(Changed(element, -Step))) / (2 * Step);
        }

        Xunit.Assert.NotNull(gradient);
        Golden.AssertClose(Tensor.FromSpan<double>(numeric, at.Shape), gradient, 1e-6, what);

        Tensor Changed(int element, double change)
        {
            var values = at.ToArray<double>();
            values[element] += change;
            return Tensor.FromSpan<double>(values, at.Shape);
        }
    }
}
