namespace Glassbox.Tests.Autodiff;

/// <summary>Compares the tape's gradients with central finite differences, in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>Checks the gradient of a function with respect to each of its arguments; each element of the result counts differently.</summary>
    public static void Assert(Func<Tensor[], Tensor> function, params Tensor[] arguments)
    {
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
            gradients = tape.Gradient(Ops.Sum(Ops.Cast(y, DType.Float64) * weights), arguments);
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            var numeric = new double[arguments[i].Size];
            for (var element = 0; element < numeric.Length; element++)
            {
                numeric[element] = (Value(i, element, Step) - Value(i, element, -Step)) / (2 * Step);
            }

            Xunit.Assert.NotNull(gradients[i]);
            Golden.AssertClose(Tensor.FromSpan<double>(numeric, arguments[i].Shape), gradients[i]!, 1e-6, $"gradient of argument {i}");
        }

        double Value(int argument, int element, double change)
        {
            var values = arguments[argument].ToArray<double>();
            values[element] += change;
            Tensor[] changed = [.. arguments];
            changed[argument] = Tensor.FromSpan<double>(values, arguments[argument].Shape);
            return (double)Ops.Sum(Ops.Cast(function(changed), DType.Float64) * weights);
        }
    }
}
