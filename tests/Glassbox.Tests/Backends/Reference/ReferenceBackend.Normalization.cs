using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>
/// Normalization of columns, rows and groups is one: of so many elements that belong together, with a gamma and a beta that each of them
/// shares with elements of other such sets.
/// </remarks>
internal sealed partial class ReferenceBackend
{
    public void ColumnMoments(Storage x, Storage mean, Storage variance) =>
        Moments(Parts.Columns(x, mean.Length), x, mean, variance);

    public void NormalizeColumns(Storage x, Storage mean, Storage deviation, Storage? gamma, Storage? beta, Storage y) =>
        Normalize(Parts.Columns(x, mean.Length), x, mean.Reals(), deviation.Reals(), gamma, beta, y);

    public void NormalizeColumnsSums(Storage dy, Storage x, Storage mean, Storage deviation, Storage dgamma, Storage dbeta) =>
        Sums(Parts.Columns(x, mean.Length), dy, x, mean, deviation, dgamma, dbeta);

    public void NormalizeColumnsGradient(
        Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma, Storage dgamma, Storage dbeta, Storage dx)
    {
        ReferenceValues.CheckApart(dx, dy, x, mean, deviation, gamma, dgamma, dbeta);
        var (d, values, means, deviations) = (dy.Reals(), x.Reals(), mean.Reals(), deviation.Reals());
        var (factors, products, sums) = (gamma?.Reals(), dgamma.Reals(), dbeta.Reals());
        var rows = values.Length / (double)Math.Max(1, means.Length);
        dx.Put(Each(values.Length, i =>
        {
            var c = i % means.Length;
            var n = (values[i] - means[c]) / deviations[c];
            return (factors?[c] ?? 1) * (d[i] - (sums[c] / rows) - (n * products[c] / rows)) / deviations[c];
        }));
    }

    public void NormalizeRows(
        bool centered, Storage x, Storage? gamma, Storage? beta, double epsilon, Storage mean, Storage deviation, Storage y) =>
        MeasureAndNormalize(Parts.Rows(x, mean.Length), centered, x, gamma, beta, epsilon, mean, deviation, y);

    public void NormalizeRowsGradient(
        bool centered, Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma, Storage dx, Storage dgamma, Storage dbeta) =>
        Gradients(Parts.Rows(x, mean.Length), centered, dy, x, mean, deviation, gamma, dx, dgamma, dbeta);

    public void GroupMoments(int samples, int columns, Storage x, Storage mean, Storage variance) =>
        Moments(Parts.Groups(x, samples, columns, mean.Length), x, mean, variance);

    public void NormalizeGroups(
        int samples, int columns, Storage x, Storage? gamma, Storage? beta, double epsilon, Storage mean, Storage deviation, Storage y) =>
        MeasureAndNormalize(Parts.Groups(x, samples, columns, mean.Length), true, x, gamma, beta, epsilon, mean, deviation, y);

    public void NormalizeGroupsGradient(
        int samples, int columns, Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma,
        Storage dx, Storage dgamma, Storage dbeta) =>
        Gradients(Parts.Groups(x, samples, columns, mean.Length), true, dy, x, mean, deviation, gamma, dx, dgamma, dbeta);

    private static void Moments(Parts parts, Storage x, Storage mean, Storage variance)
    {
        ReferenceValues.CheckApart(mean, x, variance);
        ReferenceValues.CheckApart(variance, x);
        var values = x.Reals();
        var means = parts.Means(values);
        mean.Put(means);
        variance.Put(parts.Means(Each(values.Length, i => Square(values[i] - means[parts.Of(i)]))));
    }

    private static void MeasureAndNormalize(
        Parts parts, bool centered, Storage x, Storage? gamma, Storage? beta, double epsilon, Storage mean, Storage deviation, Storage y)
    {
        ReferenceValues.CheckApart(mean, x, gamma, beta, deviation);
        ReferenceValues.CheckApart(deviation, x, gamma, beta);
        if (x.Length == 0)
        {
            return;
        }

        var values = x.Reals();
        var means = centered ? parts.Means(values) : new double[parts.Count];
        var variances = parts.Means(Each(values.Length, i => Square(values[i] - means[parts.Of(i)])));
        var deviations = Array.ConvertAll(variances, variance => Math.Sqrt(variance + epsilon));
        mean.Put(means);
        deviation.Put(deviations);
        Normalize(parts, x, means, deviations, gamma, beta, y);
    }

    private static void Normalize(Parts parts, Storage x, double[] means, double[] deviations, Storage? gamma, Storage? beta, Storage y)
    {
        ReferenceValues.CheckApart(y, x, gamma, beta);
        var (values, factors, offsets) = (x.Reals(), gamma?.Reals(), beta?.Reals());
        y.Put(Each(values.Length, i =>
        {
            var (part, weight) = (parts.Of(i), parts.Weight(i));
            var n = (values[i] - means[part]) / deviations[part];
            n = factors is null ? n : factors[weight] * n;
            return offsets is null ? n : n + offsets[weight];
        }));
    }

    /// <summary>Σ dy · n and Σ dy over what shares a gamma and a beta.</summary>
    private static void Sums(Parts parts, Storage dy, Storage x, Storage mean, Storage deviation, Storage dgamma, Storage dbeta)
    {
        ReferenceValues.CheckApart(dgamma, dy, x, mean, deviation, dbeta);
        ReferenceValues.CheckApart(dbeta, dy, x, mean, deviation);
        var (d, values, means, deviations) = (dy.Reals(), x.Reals(), mean.Reals(), deviation.Reals());
        var (products, sums) = (new double[dgamma.Length], new double[dbeta.Length]);
        for (var i = 0; i < d.Length; i++)
        {
            products[parts.Weight(i)] += d[i] * (values[i] - means[parts.Of(i)]) / deviations[parts.Of(i)];
            sums[parts.Weight(i)] += d[i];
        }

        dgamma.Put(products);
        dbeta.Put(sums);
    }

    /// <summary>With g = gamma · dy and n = (x − mean) / deviation: dx = (g − mean(g) − n · mean(g · n)) / deviation.</summary>
    private static void Gradients(
        Parts parts, bool centered, Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma,
        Storage dx, Storage dgamma, Storage dbeta)
    {
        ReferenceValues.CheckApart(dx, dy, x, mean, deviation, gamma, dgamma, dbeta);
        Sums(parts, dy, x, mean, deviation, dgamma, dbeta);
        var (d, values, means, deviations) = (dy.Reals(), x.Reals(), mean.Reals(), deviation.Reals());
        var factors = gamma?.Reals();
        var g = Each(d.Length, i => factors is null ? d[i] : factors[parts.Weight(i)] * d[i]);
        var n = Each(d.Length, i => (values[i] - means[parts.Of(i)]) / deviations[parts.Of(i)]);
        var averages = centered ? parts.Means(g) : new double[parts.Count];
        var slopes = parts.Means(Each(d.Length, i => g[i] * n[i]));
        dx.Put(Each(d.Length, i => (g[i] - averages[parts.Of(i)] - (n[i] * slopes[parts.Of(i)])) / deviations[parts.Of(i)]));
    }

    private static double Square(double x) => x * x;

    /// <summary>What is normalized together: which part an element belongs to, and which gamma and beta.</summary>
    private sealed record Parts(int Count, int Size, Func<int, int> Of, Func<int, int> Weight)
    {
        public static Parts Columns(Storage x, int columns) =>
            new(columns, x.Length / Math.Max(1, columns), i => i % columns, i => i % columns);

        public static Parts Rows(Storage x, int rows)
        {
            var columns = x.Length / Math.Max(1, rows);
            return new(rows, columns, i => i / columns, i => i % columns);
        }

        /// <summary>Neighbouring columns of each sample of [samples, rows, columns].</summary>
        public static Parts Groups(Storage x, int samples, int columns, int count)
        {
            var (groups, size) = (count / Math.Max(1, samples), x.Length / Math.Max(1, count));
            var members = columns / Math.Max(1, groups);
            return new(count, size, i => (i / (x.Length / samples) * groups) + (i % columns / members), i => i % columns);
        }

        public double[] Means(double[] values)
        {
            var sums = new double[Count];
            for (var i = 0; i < values.Length; i++)
            {
                sums[Of(i)] += values[i];
            }

            return Array.ConvertAll(sums, sum => sum / Size);
        }
    }
}
