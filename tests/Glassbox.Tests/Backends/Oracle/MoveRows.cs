using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>New memory, and moves of elements.</summary>
internal static class MoveRows
{
    /// <summary>Extents and strides of up to four axes: transposed, with steps, backwards, repeated.</summary>
    private static readonly Gen<(int[] Extents, int[] Strides)> ShownAxes =
        from extents in Gen.OneOf(Gen.Int[0, 7].Array[0, 4], Numbers.OneOf([1, 67]).Array[1, 2])
        from strides in Gen.Int[-5, 9].Array[extents.Length]
        select (extents, strides);

    /// <summary>[outer, axis, inner], and how many positions of the axis.</summary>
    private static readonly Gen<(int Outer, int Axis, int Inner, int Count)> Positions =
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 20], Gen.OneOf(Gen.Int[0, 20], Gen.Const(131)), Gen.Int[0, 30]);

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.Allocate)] = new(60,
            from dtype in Values.Types
            from length in Values.Length
            from seed in Numbers.Seed
            select new OracleCase($"{length} {dtype}", seed, both =>
            {
                var values = both.Any(dtype, length, seed);
                both.Run((backend, side) =>
                {
                    var (one, other) = (backend.Allocate(dtype, length), backend.Allocate(dtype, length));
                    Assert.Equal((dtype, length, length), (one.DType, one.Length, other.Length));
                    backend.Fill(other, 1);
                    backend.Copy(side.Of(values), one);
                    backend.Fill(other, 0);
                    AssertEqualBytes(side.Of(values), one);
                });
                both.Run((backend, _) => AssertGivenUp(backend, dtype, length));
            })),

        [nameof(IBackend.Copy)] = new(60,
            from dtype in Values.Types
            from length in Values.Length
            from seed in Numbers.Seed
            select new OracleCase($"{length} {dtype}", seed, both =>
            {
                var (x, y) = (both.Any(dtype, length, seed), both.Output(dtype, length));
                both.Run((backend, side) => backend.Copy(side.Of(x), side.Of(y)));
                both.AssertBytes(y);
            })),

        [nameof(IBackend.Read)] = new(150,
            from axes in ShownAxes
            from dtype in Values.Types
            from seed in Numbers.Seed
            select new OracleCase($"{dtype} {Values.Text(axes.Extents)} by {Values.Text(axes.Strides)}", seed, both =>
            {
                var (window, needed) = Shown(axes.Extents, axes.Strides);
                var (x, y) = (both.Any(dtype, needed, seed), both.Output(dtype, window.Size));
                both.Run((backend, side) => backend.Read(side.Of(x), window, side.Of(y)));
                both.AssertBytes(y);
            })),

        [nameof(IBackend.Write)] = new(150,
            from axes in ShownAxes
            from dtype in Values.Types
            from seed in Numbers.Seed
            select new OracleCase($"{dtype} {Values.Text(axes.Extents)} by {Values.Text(axes.Strides)}", seed, both =>
            {
                var (window, needed) = Shown(axes.Extents, axes.Strides);
                var (x, y) = (both.Any(dtype, window.Size, seed), both.Any(dtype, needed, seed + 1, inPlace: true));
                both.Run((backend, side) => backend.Write(side.Of(x), side.Of(y), window));
                both.AssertBytes(y);
            })),

        [nameof(IBackend.Gather)] = new(150,
            from shape in Positions
            from types in Gen.OneOf(Values.Types.Select(dtype => (dtype, dtype)), Gen.Const((DType.UInt8, DType.Float32)))
            from seed in Numbers.Seed
            let outer = types.Item1 == types.Item2 ? shape.Outer : 1
            select new OracleCase($"{shape} of {types}", seed, both =>
            {
                var x = both.Any(types.Item1, outer * shape.Axis * shape.Inner, seed);
                var indices = Indices(both, shape.Axis, shape.Count, seed);
                var y = both.Output(types.Item2, outer * shape.Count * shape.Inner);
                both.Run((backend, side) => backend.Gather(side.Of(x), side.Of(indices), outer, shape.Axis, shape.Inner, side.Of(y)));
                both.AssertBytes(y);
            })),

        [nameof(IBackend.ScatterAdd)] = new(150,
            from shape in Positions
            from dtype in Gen.OneOf(Values.Integers, Values.Floats)
            from seed in Numbers.Seed
            select new OracleCase($"{shape} of {dtype}", seed, both =>
            {
                var (outer, axis, inner, count) = shape;
                var (added, total) = (outer * count * inner, outer * axis * inner);
                var (x, y) = dtype.IsFloating
                    ? (both.Input(dtype, Values.Mostly(dtype, added, seed)), both.InPlace(dtype, Values.Tame(dtype, total, seed + 1)))
                    : (both.Any(dtype, added, seed), both.Any(dtype, total, seed + 1, inPlace: true));
                var indices = Indices(both, axis, count, seed);
                void Call(IBackend backend, Side side) => backend.ScatterAdd(side.Of(x), side.Of(indices), outer, axis, inner, side.Of(y));
                both.Run(Call);
                if (dtype.IsFloating)
                {
                    both.AssertNear(y, 8, Magnitudes.Of(y, Call));
                }
                else
                {
                    both.AssertSame(y);
                }
            })),
    };

    /// <summary>What a step has made gives its memory up with it.</summary>
    private static void AssertGivenUp(IBackend backend, DType dtype, int length)
    {
        Storage made;
        using (new StepMemory().Begin())
        {
            made = backend.Allocate(dtype, length);
            backend.Fill(made, 1);
        }

        var failure = Assert.Throws<InvalidOperationException>(() => made.Download(new byte[length * dtype.ItemSize]));
        Assert.Contains("after its memory had gone back", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertEqualBytes(Storage expected, Storage actual)
    {
        var (a, b) = (new byte[expected.Length * expected.DType.ItemSize], new byte[actual.Length * actual.DType.ItemSize]);
        expected.Download(a);
        actual.Download(b);
        Assert.Equal(a, b);
    }

    private static Pair Indices(BothBackends both, int axis, int count, int seed) =>
        both.Input(DType.Int64, Array.ConvertAll(Numbers.Tame<double>(count, seed), value => (long)(Math.Abs(value) * axis)));

    /// <summary>A window whose elements all lie in a buffer as short as can be, and how long the buffer is.</summary>
    private static (Window Window, int Needed) Shown(int[] extents, int[] strides)
    {
        if (extents.Contains(0))
        {
            return (new Window(0, extents, strides), 0);
        }

        var lowest = extents.Zip(strides, (extent, stride) => Math.Min(0, (extent - 1) * stride)).Sum();
        var highest = extents.Zip(strides, (extent, stride) => Math.Max(0, (extent - 1) * stride)).Sum();
        return (new Window(-lowest, extents, strides), highest - lowest + 1);
    }
}
