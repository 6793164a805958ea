namespace Glassbox.Datasets;

/// <summary>
/// Rasterizes one digit as MNIST was normalized: scaled to a 20×20 box with its aspect ratio preserved, then placed in the 28×28 image with
/// its center of mass at the image's center.
/// </summary>
internal sealed class InkBox
{
    /// <summary>Image size in pixels.</summary>
    public const int ImageSide = 28;

    private const int Side = 20;
    private const int FitSteps = 4;
    private const float Tiny = 1e-6f;

    // The centre of the pixel at (14, 14), half a pixel off the image's middle: so it is in MNIST.
    private const float ImageCentre = (ImageSide / 2) + 0.5f;

    private readonly float[] _ink = new float[Side * Side];

    /// <summary>Scales and translates the path so that its ink just fits the box.</summary>
    public static void Fit(PenPath path)
    {
        // The line width does not scale with the path, so the scale is found by iteration, which converges fast.
        for (int step = 0; step < FitSteps; step++)
        {
            (float left, float right) = Extent(path.X, path.Radius);
            (float top, float bottom) = Extent(path.Y, path.Radius);
            float size = Math.Max(right - left, bottom - top);
            float line = path.Radius[0] + path.Radius[^1];
            float scale = (Side - line) / Math.Max(size - line, Tiny);
            Move(path.X, scale, (left + right) / 2f);
            Move(path.Y, scale, (top + bottom) / 2f);
        }
    }

    /// <summary>Rasterizes the path with antialiased edges of the given width in pixels.</summary>
    public void Draw(PenPath path, float softness)
    {
        Array.Clear(_ink);
        for (int i = 0; i + 1 < path.Count; i++)
        {
            if (!path.IsLift[i])
                DrawSegment(path.X[i], path.Y[i], path.X[i + 1], path.Y[i + 1], path.Radius[i], softness);
        }
    }

    /// <summary>Copies the ink into a blank 28×28 image with its center of mass in the middle.</summary>
    public void CopyTo(Span<byte> image)
    {
        float mass = 0, massX = 0, massY = 0;
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                float ink = _ink[(row * Side) + column];
                mass += ink;
                massX += ink * (column + 0.5f);
                massY += ink * (row + 0.5f);
            }
        }

        int left = Margin(massX / mass);
        int top = Margin(massY / mass);
        for (int row = 0; row < Side; row++)
        {
            Span<byte> target = image.Slice(((top + row) * ImageSide) + left, Side);
            for (int column = 0; column < Side; column++)
                target[column] = (byte)((255f * _ink[(row * Side) + column]) + 0.5f);
        }
    }

    private static int Margin(float centre) => Math.Clamp((int)MathF.Round(ImageCentre - centre), 0, ImageSide - Side);

    private static (float Low, float High) Extent(ReadOnlySpan<float> places, ReadOnlySpan<float> radius)
    {
        float low = float.MaxValue;
        float high = float.MinValue;
        for (int i = 0; i < places.Length; i++)
        {
            low = Math.Min(low, places[i] - radius[i]);
            high = Math.Max(high, places[i] + radius[i]);
        }

        return (low, high);
    }

    private static void Move(Span<float> values, float scale, float centre)
    {
        foreach (ref float value in values)
            value = ((value - centre) * scale) + (Side / 2f);
    }

    /// <summary>Shades each pixel by its distance from the segment: full ink within the radius, fading across the edge.</summary>
    private void DrawSegment(float x0, float y0, float x1, float y1, float radius, float softness)
    {
        float reach = radius + (softness / 2f);
        int left = Math.Max(0, (int)MathF.Floor(Math.Min(x0, x1) - reach));
        int right = Math.Min(Side - 1, (int)MathF.Floor(Math.Max(x0, x1) + reach));
        int top = Math.Max(0, (int)MathF.Floor(Math.Min(y0, y1) - reach));
        int bottom = Math.Min(Side - 1, (int)MathF.Floor(Math.Max(y0, y1) + reach));
        float dx = x1 - x0;
        float dy = y1 - y0;
        float inverse = 1f / Math.Max((dx * dx) + (dy * dy), Tiny);
        for (int row = top; row <= bottom; row++)
        {
            float py = row + 0.5f - y0;
            for (int column = left; column <= right; column++)
            {
                float px = column + 0.5f - x0;
                float t = Math.Clamp(((px * dx) + (py * dy)) * inverse, 0f, 1f);
                float ex = px - (t * dx);
                float ey = py - (t * dy);
                float square = (ex * ex) + (ey * ey);
                if (square >= reach * reach)
                    continue;
                ref float ink = ref _ink[(row * Side) + column];
                ink = Math.Max(ink, Math.Min(1f, (reach - MathF.Sqrt(square)) / softness));
            }
        }
    }
}
