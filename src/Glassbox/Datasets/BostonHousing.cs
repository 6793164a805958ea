namespace Glassbox.Datasets;

/// <summary>
/// House prices of 506 districts around Boston in the 1970s, in thousands of dollars, with 13 features each. One feature assumes that
/// racial segregation raises prices; use <see cref="CaliforniaHousing"/> unless that is the subject.
/// </summary>
/// <remarks>
/// Source: D. Harrison, D. Rubinfeld (1978), StatLib; <see href="https://keras.io/api/datasets/boston_housing/"/>, whose checksum is
/// verified.
/// </remarks>
public static class BostonHousing
{
    internal static readonly DatasetFormat Format = new TableFormat(
        "Boston Housing", "boston_housing.npz", "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5", rows: 506,
        features: 13);

    /// <summary>Loads the table from the locations listed at <see cref="Mnist.LoadData"/>, shuffled and split as in Keras.</summary>
    /// <param name="testSplit">Fraction of the rows used as the test set; in [0, 1).</param>
    /// <param name="seed">Seed of the shuffling, as in Keras; 0 or more.</param>
    /// <returns>Features [n, 13] and prices [n] of the training set and the test set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="DatasetUnavailableException">The data set is not available anywhere; the message lists what was tried and what to
    /// do.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) LoadData(double testSplit = 0.2, int seed = 113)
    {
        TableFormat.CheckArguments(testSplit, seed);
        var arrays = new DatasetSource(Format, DatasetPlaces.OfThisMachine()).Load();
        return TableFormat.Split(arrays[0], arrays[1], testSplit, seed);
    }
}
