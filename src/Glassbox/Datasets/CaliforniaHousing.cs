namespace Glassbox.Datasets;

/// <summary>
/// Median house prices of 20,640 districts of California in 1990, in dollars, with 8 features each: median income, age of the houses, rooms
/// and bedrooms per household, population, people per household, latitude, longitude.
/// </summary>
/// <remarks>
/// Source: R. K. Pace, R. Barry (1997), StatLib; <see href="https://keras.io/api/datasets/california_housing/"/>, whose checksum is
/// verified.
/// </remarks>
public static class CaliforniaHousing
{
    private const int SmallVersion = 600;

    internal static readonly DatasetFormat Format = new TableFormat(
        "California Housing", "california_housing.npz", "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f", rows: 20_640,
        features: 8);

    /// <summary>Loads the table from the locations listed at <see cref="Mnist.LoadData"/>, shuffled and split as in Keras.</summary>
    /// <param name="version">"large" for all rows, "small" for the first 600.</param>
    /// <param name="testSplit">Fraction of the rows used as the test set; in [0, 1).</param>
    /// <param name="seed">Seed of the shuffling, as in Keras; 0 or more.</param>
    /// <returns>Features [n, 8] and prices [n] of the training set and the test set.</returns>
    /// <exception cref="ArgumentException"><paramref name="version"/> is neither "large" nor "small".</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="DatasetUnavailableException">The data set is not available anywhere; the message lists what was tried and what to
    /// do.</exception>
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
