using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>Functions of rows: softmax and crossentropies.</remarks>
internal sealed partial class ReferenceBackend
{
    public void Softmax(bool logarithm, Storage x, int columns, Storage y)
    {
        ReferenceValues.CheckApart(y, x);
        y.Put(EachRow(Rows(x, columns), x.Reals(), columns, (_, row) => logarithm ? LogSoftmax(row) : Softmax(row)));
    }

    public void SoftmaxGradient(bool logarithm, Storage dy, Storage y, int columns, Storage dx)
    {
        ReferenceValues.CheckApart(dx, dy, y);
        var results = y.Reals();
        dx.Put(EachRow(Rows(y, columns), dy.Reals(), columns, (r, d) =>
        {
            var own = Row(results, r, columns);
            var sum = Sum(columns, i => logarithm ? d[i] : d[i] * own[i]);
            return Each(columns, i => logarithm ? d[i] - (Math.Exp(own[i]) * sum) : own[i] * (d[i] - sum));
        }));
    }

    public void Crossentropy(Storage target, Storage p, int columns, double epsilon, Storage y)
    {
        ReferenceValues.CheckApart(y, target, p);
        var targets = target.Reals();
        y.Put(EachRow(y.Length, p.Reals(), columns, (r, row) =>
        {
            var (t, sum) = (Row(targets, r, columns), row.Sum());
            return [-Sum(columns, i => t[i] * Math.Log(Math.Min(Math.Max(row[i] / sum, epsilon), 1 - epsilon)))];
        }));
    }

    public void CrossentropyGradient(Storage dy, Storage target, Storage p, int columns, double epsilon, Storage dp)
    {
        ReferenceValues.CheckApart(dp, dy, target, p);
        var (gradients, targets) = (dy.Reals(), target.Reals());
        dp.Put(EachRow(dy.Length, p.Reals(), columns, (r, row) =>
        {
            var (t, sum) = (Row(targets, r, columns), row.Sum());

            // y = −Σ t·log q has the gradient −t / q, and q = p / Σp hands dq on as (dq − Σ dq·q) / Σp.
            var q = Array.ConvertAll(row, value => value / sum);
            var dq = Each(columns, i => q[i] >= epsilon && q[i] <= 1 - epsilon ? gradients[r] * -t[i] / q[i] : 0);
            var whole = Sum(columns, i => dq[i] * q[i]);
            return Array.ConvertAll(dq, value => (value - whole) / sum);
        }));
    }

    public void SoftmaxCrossentropy(Storage target, Storage x, int columns, Storage y)
    {
        ReferenceValues.CheckApart(y, target, x);
        var targets = target.Reals();
        y.Put(EachRow(y.Length, x.Reals(), columns, (r, row) =>
        {
            var (t, logarithms) = (Row(targets, r, columns), LogSoftmax(row));
            return [-Sum(columns, i => t[i] * logarithms[i])];
        }));
    }

    public void SoftmaxCrossentropyGradient(Storage dy, Storage target, Storage x, int columns, Storage dx)
    {
        ReferenceValues.CheckApart(dx, dy, target, x);
        var (gradients, targets) = (dy.Reals(), target.Reals());
        dx.Put(EachRow(dy.Length, x.Reals(), columns, (r, row) =>
        {
            var (t, p) = (Row(targets, r, columns), Softmax(row));
            var sum = t.Sum();
            return Each(columns, i => gradients[r] * ((p[i] * sum) - t[i]));
        }));
    }

    /// <summary>eˣ / Σ eˣ, the exponents being taken relative to the largest.</summary>
    private static double[] Softmax(double[] x)
    {
        var largest = x.Aggregate(Math.Max);
        var powers = Array.ConvertAll(x, value => Math.Exp(value - largest));
        var sum = powers.Sum();
        return Array.ConvertAll(powers, power => power / sum);
    }

    /// <summary>x − log Σ eˣ.</summary>
    private static double[] LogSoftmax(double[] x)
    {
        var largest = x.Aggregate(Math.Max);
        var logarithm = Math.Log(x.Sum(value => Math.Exp(value - largest)));
        return Array.ConvertAll(x, value => value - largest - logarithm);
    }

    private static int Rows(Storage x, int columns) => columns == 0 ? 0 : x.Length / columns;

    private static double[] EachRow(int rows, double[] x, int columns, Func<int, double[], double[]> function) =>
        [.. Enumerable.Range(0, rows).SelectMany(row => function(row, Row(x, row, columns)))];

    private static double[] Row(double[] x, int row, int columns) => x[(row * columns)..((row + 1) * columns)];

    private static double[] Each(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(value)];

    private static double Sum(int count, Func<int, double> term)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += term(i);
        }

        return sum;
    }
}
