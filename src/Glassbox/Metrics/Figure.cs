namespace Glassbox.Metrics;

/// <summary>A number, or one that is computed when it is read for the first time, from what nobody changes.</summary>
internal readonly struct Figure
{
    private readonly double number;
    private readonly Late? late;

    private Figure(double number) => this.number = number;

    /// <summary>A number to be computed later.</summary>
    /// <param name="compute">Gives the same number whenever it is called, on any thread.</param>
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
