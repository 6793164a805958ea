using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Glassbox.Plotting;

/// <summary>Ticks at round numbers with uniform decimals or scientific notation, culture-invariant.</summary>
internal sealed class NumberTicks : ITickGenerator
{
    private const int MostDecimals = 10;

    private readonly NumericAutomatic places = new() { LabelFormatter = value => Labels([value])[0] };

    public Tick[] Ticks { get; set; } = [];

    public int MaxTickCount { get => places.MaxTickCount; set => places.MaxTickCount = value; }

    public void Regenerate(CoordinateRange range, Edge edge, PixelLength size, Paint paint, LabelStyle labelStyle)
    {
        places.Regenerate(range, edge, size, paint, labelStyle);
        Tick[] major = [.. places.Ticks.Where(tick => tick.IsMajor)];
        var labels = Labels([.. major.Select(tick => tick.Position)]);
        Ticks = [.. major.Select((tick, i) => new Tick(tick.Position, labels[i], true)), .. places.Ticks.Where(tick => !tick.IsMajor)];
    }

    /// <summary>Formats the tick values of one axis.</summary>
    public static string[] Labels(IReadOnlyList<double> values)
    {
        var largest = values.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var power = largest is > 0 and < 1e-3 or >= 1e7 ? (int)Math.Floor(Math.Log10(largest)) : 0;
        double[] scaled = [.. values.Select(value => Math.Round(value / Math.Pow(10, power), MostDecimals))];
        var decimals = scaled.Select(Decimals).DefaultIfEmpty(0).Max();
        string Label(double value) => value == 0 && power != 0
            ? "0"
            : $"{(value == 0 ? 0 : value).ToString($"N{decimals}", CultureInfo.InvariantCulture)}{(power == 0 ? "" : $"e{power}")}";
        return [.. scaled.Select(value => Label(value).Replace('-', '−'))];
    }

    private static int Decimals(double value)
    {
        var text = value.ToString("0.##########", CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : text.Length - point - 1;
    }
}
