using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>
    /// Einstein summation over two tensors: each axis has a letter, axes with equal letters are multiplied, and letters missing from the
    /// result are summed:
    /// <c>Einsum("abc,cd->abd", x, w)</c>. An ellipsis stands for leading axes that are kept.
    /// </summary>
    /// <param name="subscripts">Letters of both operands, an arrow, letters of the result. A letter occurs at most once per
    /// operand.</param>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <exception cref="ArgumentException">The letters do not match the shapes or each other.</exception>
    /// <remarks>Source: <see href="https://numpy.org/doc/stable/reference/generated/numpy.einsum.html"/>.</remarks>
    public static Tensor Einsum(string subscripts, Tensor a, Tensor b) => new EinsumOp(subscripts).Apply(a, b);
}

internal sealed record EinsumOp(string Subscripts) : ComposedOperation
{
    public override Config GetConfig() => new() { { "subscripts", Subscripts } };

    public override Tensor Define(ReadOnlySpan<Tensor?> inputs)
    {
        var (a, b) = (inputs[0]!, inputs[1]!);
        var (first, second, result) = EinsumLetters.Parse(Subscripts, a.Rank, b.Rank);
        var type = Ops.Promote(a.Spec, b.Spec);
        (a, b) = (Ops.Cast(a, type), Ops.Cast(b, type));
        var extents = new Dictionary<char, int>();
        foreach (var (letter, extent) in first.Zip(a.Shape).Concat(second.Zip(b.Shape)))
        {
            if (extents.TryGetValue(letter, out var known) && known != extent)
            {
                throw new ArgumentException($"Einsum '{Subscripts}': '{letter}' is {known} in one operand and {extent} in the other; "
                    + $"received shapes {a.Shape} and {b.Shape}.", "subscripts");
            }

            extents[letter] = extent;
        }

        // Letters of only one operand that are not in the result are summed first; the rest is a batched matrix product.
        (a, first) = SumOut(a, first, letter => second.Contains(letter) || result.Contains(letter));
        (b, second) = SumOut(b, second, letter => first.Contains(letter) || result.Contains(letter));
        var stack = string.Concat(first.Where(letter => second.Contains(letter) && result.Contains(letter)));
        var summed = string.Concat(first.Where(letter => second.Contains(letter) && !result.Contains(letter)));
        var rows = string.Concat(first.Where(letter => !second.Contains(letter)));
        var columns = string.Concat(second.Where(letter => !first.Contains(letter)));
        var left = Ops.Reshape(Ordered(a, first, stack + rows + summed), [.. Extents(stack), Size(rows), Size(summed)]);
        var right = Ops.Reshape(Ordered(b, second, stack + summed + columns), [.. Extents(stack), Size(summed), Size(columns)]);
        var product = Ops.Reshape(Ops.MatMul(left, right), [.. Extents(stack + rows + columns)]);
        return Ordered(product, stack + rows + columns, result);

        IEnumerable<int> Extents(string letters) => letters.Select(letter => extents[letter]);
        int Size(string letters) => Extents(letters).Aggregate(1, (size, extent) => size * extent);
    }

    private static (Tensor X, string Letters) SumOut(Tensor x, string letters, Func<char, bool> kept)
    {
        int[] axes = [.. Enumerable.Range(0, letters.Length).Where(axis => !kept(letters[axis]))];
        return axes.Length == 0 ? (x, letters) : (Ops.Sum(x, Axes.Create(axes)), string.Concat(letters.Where(kept)));
    }

    private static Tensor Ordered(Tensor x, string letters, string wanted) =>
        letters == wanted ? x : Ops.Transpose(x,
            Axes.Create([.. wanted.Select(letter => letters.IndexOf(letter, StringComparison.Ordinal))]));
}
