using System.Globalization;

namespace Glassbox.Compare;

/// <summary>What a comparison came to, as it is printed. A dash stands for what was not measured.</summary>
internal sealed record Figures(string Name, int Threads, double? Ours, double? Peer, double? Ratio, double? CpuRatio = null,
    double? PercentOfRoofline = null)
{
    public const string Header = "name\tthreads\tours\tpeer\tratio\tpercent of roofline\tratio of CPU times";

    public override string ToString() => string.Join(
        '\t', Name, Threads.ToString(CultureInfo.InvariantCulture), Text(Ours, "G4"), Text(Peer, "G4"), Text(Ratio, "F3"),
        Text(PercentOfRoofline, "F1"), Text(CpuRatio, "F3"));

    private static string Text(double? value, string format) =>
        value is { } number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "-";
}
