using System.Runtime.InteropServices;

namespace Glassbox;

/// <summary>A tensor as an embedded image, with its color scale and the values for the page's script.</summary>
internal sealed class HeatMap
{
    // This many values are half a megabyte of text.
    private const int MostValues = 100_000;

    private static readonly Rgba Positive = new(31, 111, 208);
    private static readonly Rgba Negative = new(208, 52, 47);
    private static readonly Rgba NotANumber = new(170, 0, 170);

    private HeatMap(MapLayout layout, string address, MapScale scale, PageMap? data)
    {
        Layout = layout;
        Address = address;
        Scale = scale;
        Data = data;
    }

    public MapLayout Layout { get; }

    /// <summary>Data URI of the image.</summary>
    public string Address { get; }

    public MapScale Scale { get; }

    /// <summary>The values; null if there are too many.</summary>
    public PageMap? Data { get; }

    /// <summary>A grayscale image from smallest (black) to largest value (white); in color with three or four channels.</summary>
    /// <returns>Null if the rank is too high for an image.</returns>
    public static HeatMap? Image(Tensor image, Places places)
    {
        var colored = image.Rank == 3 && image.Shape[2] is 3 or 4;
        if (MapLayout.Of(image.Shape, colored) is not { } layout)
        {
            return null;
        }

        var values = Doubles(image);
        var (low, high) = (values.Min(), values.Max());
        byte Level(int element) => (byte)Math.Round((values[element] - low) / Math.Max(high - low, 1e-12) * 255);
        var address = Picture(layout, element => colored
            ? new(Level(element), Level(element + 1), Level(element + 2))
            : new(Level(element), Level(element), Level(element)));
        var pixels = colored ? places with { Shape = image.Shape[..2] } : places;
        var data = Numbers(layout, values, pixels, together: colored ? image.Shape[2] : 1, layer: null);
        return new HeatMap(layout, address, colored ? MapScale.None : MapScale.Gray(low, high), data);
    }

    /// <summary>
    /// Diverging map: blue for positive and red for negative values, more opaque for larger magnitudes; zero is transparent.
    /// </summary>
    /// <param name="tensor">The values.</param>
    /// <param name="places">Their labels.</param>
    /// <param name="layer">Index of the layer whose units they are; null if they are not units.</param>
    /// <returns>Null if the rank is too high for an image.</returns>
    public static HeatMap? Signed(Tensor tensor, Places places, int? layer = null)
    {
        if (MapLayout.Of(tensor.Shape, colored: false) is not { } layout)
        {
            return null;
        }

        var values = Doubles(tensor);
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var largest = Math.Max(finite.Max(Math.Abs), double.Epsilon);

        // The square root makes small values visible.
        byte Strength(double value) => (byte)Math.Round(Math.Sqrt(Math.Min(1, Math.Abs(value) / largest)) * 255);
        var address = Picture(layout, element => values[element] switch
        {
            double.NaN => NotANumber,
            > 0 and var value => Positive with { Alpha = Strength(value) },
            var value => Negative with { Alpha = Strength(value) },
        });
        return new HeatMap(layout, address, MapScale.Signed(finite.Min(), finite.Max()), Numbers(layout, values, places, 1, layer));
    }

    private static string Picture(MapLayout layout, Func<int, Rgba> color) =>
        Png.Uri(layout.Width, layout.Height, (x, y) => layout.Element(x, y) is var element && element < 0 ? default : color(element));

    private static PageMap? Numbers(MapLayout layout, double[] values, Places places, int together, int? layer)
    {
        if (values.Length > MostValues)
        {
            return null;
        }

        var bytes = MemoryMarshal.AsBytes<float>(Array.ConvertAll(values, value => (float)value));
        var text = Convert.ToBase64String(bytes);
        var (rows, columns, tiles, across, depth, count) = layout;
        return new PageMap(rows, columns, tiles, across, depth, count, together, places, text, layer);
    }

    private static double[] Doubles(Tensor x) => x.Cast(DType.Float64).ToArray<double>();
}
