namespace Glassbox.Datasets;

/// <summary>
/// The prices of houses in 506 districts around Boston in the 1970s, in thousands of dollars, with 13 figures of each. One of the figures
/// rests on the assumption that racial segregation raises prices; use <see cref="CaliforniaHousing"/> unless that is the subject.
/// </summary>
/// <remarks>
/// Source: D. Harrison, D. Rubinfeld (1978), StatLib; <see href="https://keras.io/api/datasets/boston_housing/"/>, whose checksum the
/// download is held against.
/// </remarks>
public static class BostonHousing
{
    internal static readonly DatasetFormat Format = new TableFormat(
        "Boston Housing", "boston_housing.npz", "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5", rows: 506,
        features: 13);

    /// <summary>Loads the table, from the places that <see cref="Mnist.LoadData"/> names, shuffled and split as Keras does it.</summary>
    /// <param name="testSplit">The part of the rows that is kept to judge by, at least 0 and less than 1.</param>
    /// <param name="seed">What the rows are shuffled with, as in Keras; 0 or more.</param>
    /// <returns>Figures [n, 13] and prices [n], to train on and to judge by.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="DatasetUnavailableException">No place has it; the message says what was tried and what to do.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) LoadData(double testSplit = 0.2, int seed = 113)
    {
        TableFormat.CheckArguments(testSplit, seed);
        var arrays = new DatasetSource(Format, DatasetPlaces.OfThisMachine()).Load();
        return TableFormat.Split(arrays[0], arrays[1], testSplit, seed);
    }
}
