namespace Glassbox.Plotting;

/// <summary>Axes and their cell in a grid.</summary>
internal sealed record Panel(Axes Axes, int Rows, int Columns, int Index)
{
    public int Row => (Index - 1) / Columns;

    public int Column => (Index - 1) % Columns;
}
