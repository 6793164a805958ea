namespace Glassbox.Metrics;

/// <summary>A metric value, or a deferred computation of it from immutable state, evaluated on first read.</summary>
internal readonly struct Figure
{
    private readonly double number;
    private readonly Late? late;

    private Figure(double number) => this.number = number;

    /// <summary>Creates a deferred value.</summary>
    /// <param name="compute">Returns the same value on every call, from any thread.</param>
    public Figure(Func<double> compute) => late = new Late(compute);

    public double Value => late is null ? number : late.Value;

    public static implicit operator Figure(double number) => new(number);

    private sealed class Late(Func<double> compute)
    {
        private Func<double>? compute = compute;
        private double value;

        public double Value
        {
            get
            {
                if (Volatile.Read(ref compute) is { } left)
                {
                    value = left();
                    Volatile.Write(ref compute, null);
                }

                return value;
            }
        }
    }
}
