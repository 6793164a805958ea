using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Moves through windows, and of elements by their positions, against plain loops.</summary>
public class MoveTests
{
    /// <summary>Extents and strides of up to four axes: transposed, with steps, backwards, repeated.</summary>
    private static readonly Gen<(int[] Extents, int[] Strides)> Windows =
        from extents in Gen.OneOf(Gen.Int[0, 7].Array[0, 4], Gen.OneOf(Gen.Const(1), Gen.Const(67)).Array[1, 2])
        from strides in Gen.Int[-5, 9].Array[extents.Length]
        select (extents, strides);

    [Fact]
    public void A_window_shows_its_elements_in_order() => Gen.Select(Windows, Numbers.Seed).Sample((axes, seed) =>
    {
        Check(Numbers.Whole<byte>);
        Check(Numbers.Whole<int>);
        Check(Numbers.Whole<long>);
        Check(Numbers.Wild<float>);
        Check(Numbers.Wild<double>);

        void Check<T>(Func<int, int, T[]> make) where T : unmanaged
        {
            var (window, places, needed) = Placed(axes.Extents, axes.Strides);
            var (memory, values) = (new GuardedMemory(seed), make(needed, seed));
            var (x, y) = (memory.Input<T>(values), memory.Output<T>(places.Length));
            Device.Current.Read(x, window, y);
            memory.AssertIntact();
            Assert.Equal(Array.ConvertAll(places, place => values[place]), y.Span<T>().ToArray());
        }
    }, iter: 100);

    [Fact]
    public void What_is_written_through_a_window_lies_where_it_shows_and_nothing_else_changes() => Gen.Select(Windows, Numbers.Seed).Sample((axes, seed) =>
    {
        var (window, places, needed) = Placed(axes.Extents, axes.Strides);
        Check(Numbers.Whole<byte>);
        Check(Numbers.Wild<float>);
        Check(Numbers.Wild<double>);

        void Check<T>(Func<int, int, T[]> make) where T : unmanaged
        {
            var (memory, values, expected) = (new GuardedMemory(seed), make(places.Length, seed), make(needed, seed + 1));
            var (x, y) = (memory.Input<T>(values), memory.InPlace<T>(expected));
            Device.Current.Write(x, y, window);
            memory.AssertIntact();
            for (var i = 0; i < places.Length; i++)
            {
                expected[places[i]] = values[i];
            }

            Assert.Equal(expected, y.Span<T>().ToArray());
        }
    }, iter: 100);

    [Fact]
    public void Elements_are_gathered_by_their_positions_and_added_back() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 20], Gen.OneOf(Gen.Int[0, 20], Gen.Const(131)), Gen.Int[0, 30], Numbers.Seed).Sample((outer, axis, inner, count, seed) =>
        {
            long[] positions = [.. Numbers.Tame<double>(count, seed).Select(value => (long)(Math.Abs(value) * axis))];
            CheckGather(Numbers.Whole<byte>);
            CheckGather(Numbers.Wild<float>);
            CheckGather(Numbers.Wild<double>);
            CheckScatter(Numbers.Whole<byte>);
            CheckScatter(Numbers.Whole<int>);
            CheckScatter(Numbers.Spotted<float>);
            CheckScatter(Numbers.Spotted<double>);

            void CheckGather<T>(Func<int, int, T[]> make) where T : unmanaged
            {
                var (memory, values) = (new GuardedMemory(seed), make(outer * axis * inner, seed));
                var (x, indices, y) = (memory.Input<T>(values), memory.Input<long>(positions), memory.Output<T>(outer * count * inner));
                Device.Current.Gather(x, indices, outer, axis, inner, y);
                memory.AssertIntact();
                Assert.Equal([.. Pairs().Select(pair => values[pair.There])], y.Span<T>().ToArray());
            }

            void CheckScatter<T>(Func<int, int, T[]> make) where T : unmanaged, System.Numerics.INumber<T>
            {
                var (memory, values, expected) = (new GuardedMemory(seed), make(outer * count * inner, seed), make(outer * axis * inner, seed + 1));
                var (x, indices, y) = (memory.Input<T>(values), memory.Input<long>(positions), memory.InPlace<T>(expected));
                Device.Current.ScatterAdd(x, indices, outer, axis, inner, y);
                memory.AssertIntact();
                foreach (var (here, there) in Pairs())
                {
                    expected[there] += values[here];
                }

                Assert.Equal(expected, y.Span<T>().ToArray());
            }

            // Elements of [outer, count, inner] and where in [outer, axis, inner] they belong.
            IEnumerable<(int Here, int There)> Pairs() => Enumerable.Range(0, outer * count * inner).Select(i =>
                (i, (((i / (count * inner) * axis) + (int)positions[i / inner % count]) * inner) + (i % inner)));
        }, iter: 100);

    /// <summary>A window whose elements all lie in a buffer as short as can be, where they lie, and how long the buffer is.</summary>
    private static (Window Window, int[] Places, int Needed) Placed(int[] extents, int[] strides)
    {
        var places = new List<int> { 0 };
        for (var axis = 0; axis < extents.Length; axis++)
        {
            places = [.. places.SelectMany(place => Enumerable.Range(0, extents[axis]).Select(i => place + (i * strides[axis])))];
        }

        var offset = places.Count == 0 ? 0 : -places.Min();
        return (new Window(offset, extents, strides), [.. places.Select(place => place + offset)], places.Count == 0 ? 0 : places.Max() + offset + 1);
    }
}
