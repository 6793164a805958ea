using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>Functions of each element, and of each two.</remarks>
internal sealed partial class ReferenceBackend
{
    public void Unary(UnaryOp op, Storage x, Storage y)
    {
        ReferenceValues.CheckApart(y, ReferenceEquals(x, y) ? null : x);
        if (x.DType.IsFloating)
        {
            y.Put(Array.ConvertAll(x.Reals(), value => UnaryFormulas.Of(op, value)));
        }
        else
        {
            y.Put(Array.ConvertAll(x.Wholes(), value => UnaryFormulas.Of(op, value)));
        }
    }

    public void Binary(BinaryOp op, Broadcast walk, Storage a, Storage b, Storage y)
    {
        ReferenceValues.CheckApart(y, ReferenceEquals(a, y) ? null : a, b);
        if (y.DType.IsFloating)
        {
            y.Put(Walked(walk, a.Reals(), b.Reals(), (left, right) => BinaryFormulas.Of(op, left, right)));
        }
        else
        {
            y.Put(Walked(walk, a.Wholes(), b.Wholes(), (left, right) => BinaryFormulas.Of(op, left, right)));
        }
    }

    public void Compare(CompareOp op, Broadcast walk, Storage a, Storage b, Storage y)
    {
        ReferenceValues.CheckApart(y, a, b);
        y.Put(a.DType.IsFloating
            ? Walked(walk, a.Reals(), b.Reals(), (left, right) => Holds(op, left < right, left == right, left > right))
            : Walked(walk, a.Wholes(), b.Wholes(), (left, right) => Holds(op, left < right, left == right, left > right)));
    }

    public void Select(Storage condition, Storage a, Storage b, Storage y)
    {
        ReferenceValues.CheckApart(y, condition, a, b);
        var choices = condition.Wholes();
        for (var i = 0; i < y.Length; i++)
        {
            (choices[i] != 0 ? a : b).CopyElement(i, y, i);
        }
    }

    public void Fill(Storage y, double value)
    {
        if (y.DType.IsFloating)
        {
            y.Put([.. Enumerable.Repeat(value, y.Length)]);
        }
        else
        {
            y.Put([.. Enumerable.Repeat(y.DType == DType.Bool ? Truth(value != 0) : (long)value, y.Length)]);
        }
    }

    /// <summary>Which of three ways two numbers are to each other: none of them where one is NaN.</summary>
    private static long Holds(CompareOp op, bool less, bool equal, bool greater) => Truth(op switch
    {
        CompareOp.Equal => equal,
        CompareOp.NotEqual => !equal,
        CompareOp.Less => less,
        CompareOp.LessEqual => less || equal,
        CompareOp.Greater => greater,
        _ => greater || equal,
    });

    private static long Truth(bool value) => value ? 1 : 0;

    /// <summary>A function of the elements that meet, in the order of the result.</summary>
    private static TResult[] Walked<T, TResult>(Broadcast walk, T[] a, T[] b, Func<T, T, TResult> function)
    {
        var (placesA, placesB) = (Places(0, walk.Extents, walk.StridesA), Places(0, walk.Extents, walk.StridesB));
        var y = new TResult[placesA.Length];
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = function(a[placesA[i]], b[placesB[i]]);
        }

        return y;
    }

    /// <summary>Where the elements lie that a walk visits, the last axis fastest.</summary>
    private static int[] Places(int offset, int[] extents, int[] strides)
    {
        int[] places = extents.Contains(0) ? [] : [offset];
        for (var axis = 0; axis < extents.Length; axis++)
        {
            var (longer, extent, stride) = (new int[places.Length * extents[axis]], extents[axis], strides[axis]);
            for (var i = 0; i < longer.Length; i++)
            {
                longer[i] = places[i / extent] + (i % extent * stride);
            }

            places = longer;
        }

        return places;
    }
}
