using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>Moves of elements, which are copied as they are.</remarks>
internal sealed partial class ReferenceBackend
{
    public void Copy(Storage x, Storage y)
    {
        ReferenceValues.CheckApart(y, x);
        var elements = new byte[x.Length * x.DType.ItemSize];
        x.Download(elements);
        y.Upload(elements);
    }

    public void Read(Storage x, Window window, Storage y)
    {
        ReferenceValues.CheckApart(y, x);
        var places = Places(window.Offset, window.Extents, window.Strides);
        for (var i = 0; i < y.Length; i++)
        {
            x.CopyElement(places[i], y, i);
        }
    }

    public void Write(Storage x, Storage y, Window window)
    {
        ReferenceValues.CheckApart(y, x);
        var places = Places(window.Offset, window.Extents, window.Strides);
        for (var i = 0; i < x.Length; i++)
        {
            x.CopyElement(i, y, places[i]);
        }
    }

    public void Gather(Storage x, Storage indices, int outer, int axis, int inner, Storage y)
    {
        ReferenceValues.CheckApart(y, x, indices);
        var (source, places) = (x, indices.Wholes());
        if (x.DType != y.DType)
        {
            source = new ReferenceStorage(y.DType, x.Length);
            Cast(x, source);
        }

        ForEachPair(outer, axis, inner, places, (here, there) => source.CopyElement(there, y, here));
    }

    public void ScatterAdd(Storage x, Storage indices, int outer, int axis, int inner, Storage y)
    {
        ReferenceValues.CheckApart(y, x, indices);
        if (y.DType.IsFloating)
        {
            var (values, totals) = (x.Reals(), y.Reals());
            ForEachPair(outer, axis, inner, indices.Wholes(), (here, there) => totals[there] += values[here]);
            y.Put(totals);
        }
        else
        {
            var (values, totals) = (x.Wholes(), y.Wholes());
            ForEachPair(outer, axis, inner, indices.Wholes(), (here, there) => totals[there] = unchecked(totals[there] + values[here]));
            y.Put(totals);
        }
    }

    /// <summary>Visits [o, j, i] beside [o, indices[j], i].</summary>
    private static void ForEachPair(int outer, int axis, int inner, long[] indices, Action<int, int> visit)
    {
        for (var o = 0; o < outer; o++)
        {
            for (var j = 0; j < indices.Length; j++)
            {
                for (var i = 0; i < inner; i++)
                {
                    visit((((o * indices.Length) + j) * inner) + i, (int)(((o * axis) + indices[j]) * inner) + i);
                }
            }
        }
    }
}
