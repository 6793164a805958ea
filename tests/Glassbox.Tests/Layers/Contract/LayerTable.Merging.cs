using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

internal static partial class LayerTable
{
    private static LayerCase[] Merging =>
    [
        RowOfSeveral(t => new Add(dtype: t), [[3], [3]]).RefusesAll([[2, 3], [2, 4]], "equal shapes").Refuses([2, 3], "two inputs or more"),
        RowOfSeveral(t => new Subtract(dtype: t), [[2, 3], [3]]).RefusesAll([[2, 3], [2, 4]], "equal shapes")
        .RefusesAll([[2, 3], [2, 3], [2, 3]], "two inputs"),
        RowOfSeveral(t => new Multiply(dtype: t), [[3], [3], [1]]).RefusesAll([[2, 3], [2, 4], [2, 1]], "equal shapes"),
        RowOfSeveral(t => new Average(dtype: t), [[3], [3]]).RefusesAll([[2, 3], [2, 4]], "equal shapes"),
        RowOfSeveral(t => new Maximum(dtype: t), [[3], [3], [3]]).RefusesAll([[2, 3], [2, 4], [2, 3]], "equal shapes"),
        RowOfSeveral(t => new Minimum(dtype: t), [[3], [3]]).RefusesAll([[2, 3], [2, 4]], "equal shapes"),
        RowOfSeveral(t => new Concatenate(dtype: t), [[2, 3], [2, 1]]).RefusesAll([[2, 2, 3], [2, 3, 3]], "equal shapes but for axis -1")
        .Refuses([2, 2, 3], "a list"), RowOfSeveral(t => new Concatenate(axis: 1, dtype: t), [[2, 3], [1, 3], [2, 3]])
        .RefusesAll([[2, 2, 3], [2, 2, 4], [2, 2, 3]], "equal shapes but for axis 1"),
        RowOfSeveral(t => new Dot(1, dtype: t), [[3], [3]]).RefusesAll([[2, 3], [2, 4]], "must be equal").Refuses([2, 3], "two inputs"),
        RowOfSeveral(t => new Dot([1, 2], normalize: true, dtype: t), [[3, 2], [2, 3]]).RefusesAll([[2, 3, 2], [2, 3, 2]], "must be equal")
        .RefusesAll([[2, 3], [2, 3]], "axis 2"),
    ];
}
