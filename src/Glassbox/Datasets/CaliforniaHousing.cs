namespace Glassbox.Datasets;

/// <summary>
/// The median prices of houses in 20,640 districts of California in 1990, in dollars, with 8 figures of each: median income, age of the
/// houses, rooms and bedrooms per household, population, people per household, latitude, longitude.
/// </summary>
/// <remarks>
/// Source: R. K. Pace, R. Barry (1997), StatLib; <see href="https://keras.io/api/datasets/california_housing/"/>, whose checksum the
/// download is held against.
/// </remarks>
public static class CaliforniaHousing
{
    private const int SmallVersion = 600;

    internal static readonly DatasetFormat Format = new TableFormat(
        "California Housing", "california_housing.npz", "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f", rows: 20_640,
        features: 8);

    /// <summary>Loads the table, from the places that <see cref="Mnist.LoadData"/> names, shuffled and split as Keras does it.</summary>
    /// <param name="version">"large" for all rows, "small" for the first 600.</param>
    /// <param name="testSplit">The part of the rows that is kept to judge by, at least 0 and less than 1.</param>
    /// <param name="seed">What the rows are shuffled with, as in Keras; 0 or more.</param>
    /// <returns>Figures [n, 8] and prices [n], to train on and to judge by.</returns>
    /// <exception cref="ArgumentException"><paramref name="version"/> is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="DatasetUnavailableException">No place has it; the message says what was tried and what to do.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) LoadData(string version = "large", double testSplit = 0.2,
        int seed = 113)
    {
        if (version is not ("large" or "small"))
        {
            throw new ArgumentException(Identifiers.Unknown("version", version, ["large", "small"]), nameof(version));
        }

        TableFormat.CheckArguments(testSplit, seed);
        var arrays = new DatasetSource(Format, DatasetPlaces.OfThisMachine()).Load();
        var rows = version == "small" ? ..SmallVersion : ..;
        return TableFormat.Split(arrays[0][rows], arrays[1][rows], testSplit, seed);
    }
}
