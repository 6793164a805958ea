using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>
/// Steps of optimizers. A gradient that is no number makes none of its own weight only. Slots hold squares and maxima, from 0 to ½, or
/// nothing yet: averages are as exact as their terms are large.
/// </summary>
internal static class OptimizerRows
{
    private static readonly Gen<(int Length, DType Type, bool First, bool Second, int Seed)> Steps =
        Gen.Select(Values.Length, Values.Floats, Gen.Bool, Gen.Bool, Numbers.Seed);

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.Sgd)] = new(60, Steps.Select(of => new OracleCase($"{of}", of.Seed, both =>
        {
            var (weight, gradient, velocity) = (Weight(both, of), Gradient(both, of), of.First ? Slot(both, of, 2) : null);
            both.Run((backend, side) => backend.Sgd(side.Of(weight), side.Of(gradient), side.Of(velocity), 0.01, 0.9, of.Second));
            both.AssertNear(weight, 8, smallest: 2);
            if (velocity is not null)
            {
                both.AssertNear(velocity, 8, smallest: 2);
            }
        }))),

        [nameof(IBackend.RmsProp)] = new(60, Steps.Select(of => new OracleCase($"{of}", of.Seed, both =>
        {
            var (weight, gradient, velocity) = (Weight(both, of), Gradient(both, of), Slot(both, of, 2));
            var (moved, average) = (of.First ? Slot(both, of, 3) : null, of.Second ? Slot(both, of, 2) : null);

            // The epsilon keeps the variance above zero, whatever the average is.
            void Call(IBackend backend, Side side) => backend.RmsProp(
                side.Of(weight), side.Of(gradient), side.Of(velocity), side.Of(moved), side.Of(average), 0.01, 0.9, 0.7, 0.25);
            var sizes = Magnitudes.Of(velocity, Call);
            var averageSizes = average is null ? [] : Magnitudes.Of(average, Call);
            both.Run(Call);
            both.AssertNear(weight, 16, smallest: 2);
            both.AssertNear(velocity, 8, sizes);
            if (moved is not null)
            {
                both.AssertNear(moved, 16, smallest: 2);
            }

            if (average is not null)
            {
                both.AssertNear(average, 8, averageSizes);
            }
        }))),

        [nameof(IBackend.Adam)] = new(60, Steps.Select(of => new OracleCase($"{of}", of.Seed, both =>
        {
            var (weight, gradient, momentum, velocity) = (Weight(both, of), Gradient(both, of), Slot(both, of, 2), Slot(both, of, 3));
            var largest = of.First ? Slot(both, of, 4) : null;
            void Call(IBackend backend, Side side) => backend.Adam(
                side.Of(weight), side.Of(gradient), side.Of(momentum), side.Of(velocity), side.Of(largest), 0.001, 0.9, 0.999, 1e-7);
            var (momentumSizes, velocitySizes) = (Magnitudes.Of(momentum, Call), Magnitudes.Of(velocity, Call));
            both.Run(Call);
            both.AssertNear(weight, 16, smallest: 2);
            both.AssertNear(momentum, 8, momentumSizes);
            both.AssertNear(velocity, 8, velocitySizes);
            if (largest is not null)
            {
                both.AssertNear(largest, 8, smallest: 1e-3);
            }
        }))),
    };

    private static Pair Weight(BothBackends both, (int Length, DType Type, bool, bool, int Seed) of) =>
        both.InPlace(of.Type, Values.Tame(of.Type, of.Length, of.Seed));

    private static Pair Gradient(BothBackends both, (int Length, DType Type, bool, bool, int Seed) of) =>
        both.Input(of.Type, Values.Mostly(of.Type, of.Length, of.Seed + 1));

    private static Pair Slot(BothBackends both, (int Length, DType Type, bool, bool, int Seed) of, int number)
    {
        var held = Array.ConvertAll(Values.Tame(of.Type, of.Length, of.Seed + number), value => Math.Abs(value) / 2);
        return both.InPlace(of.Type, of.Seed % 2 == 0 ? new double[of.Length] : held);
    }
}
