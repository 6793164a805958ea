namespace Glassbox.Datasets;

/// <summary>A regression table in an npz file with the arrays <c>x</c> (n, features) and <c>y</c> (n).</summary>
/// <param name="name">The name in messages.</param>
/// <param name="archive">The npz file as published by Keras.</param>
/// <param name="checksum">SHA-256 of that file, as verified by Keras.</param>
/// <param name="rows">Number of rows.</param>
/// <param name="features">Number of columns.</param>
internal sealed class TableFormat(string name, string archive, string checksum, int rows, int features) : DatasetFormat
{
    public override string Name => name;

    public override string Folder => Path.GetFileNameWithoutExtension(archive);

    public override string Files => archive;

    public override IReadOnlyList<string> Mirrors => ["https://storage.googleapis.com/tensorflow/tf-keras-datasets/" + archive];

    public override IReadOnlyList<RemoteFile> FilesAt(string mirror) => [new RemoteFile(new Uri(mirror), checksum)];

    /// <summary>Reads the npz file from the data set's subfolder or its parent folder.</summary>
    public override Tensor[]? Find(string datasets)
    {
        if (new[] { Path.Combine(datasets, Folder, archive), Path.Combine(datasets, archive) }.FirstOrDefault(File.Exists) is not { } path)
        {
            return null;
        }

        var stored = Npz.Load(path);
        if (!stored.TryGetValue("x", out var x) || !stored.TryGetValue("y", out var y))
        {
            throw new InvalidDataException($"{path}: {name} is the arrays 'x' and 'y'; this file has "
                + $"{string.Join(", ", stored.Keys.Select(key => $"'{key}'"))}.");
        }

        return x.DType.IsFloating && y.DType.IsFloating && x.Shape == [rows, features] && y.Shape == [rows]
            ? [x, y]
            : throw new InvalidDataException($"{path}: {name} is x of shape ({rows}, {features}) and y of shape ({rows},), floating "
            + $"numbers; these are {x.DType} of shape {x.Shape} and {y.DType} of shape {y.Shape}.");
    }

    /// <summary>Shuffles the rows with NumPy's generator and splits them into training set and test set, as in Keras.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testSplit"/> is not in [0, 1), or the seed is negative.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Split(Tensor x, Tensor y, double testSplit, int seed)
    {
        var order = Tensor.FromSpan<long>(NumPyShuffle.Permutation(x.Shape[0], (uint)seed));
        var (shuffledX, shuffledY) = (Ops.Take(x, order), Ops.Take(y, order));
        var at = (int)(x.Shape[0] * (1 - testSplit));
        return ((shuffledX[..at], shuffledY[..at]), (shuffledX[at..], shuffledY[at..]));
    }

    /// <summary>Validates the arguments before anything is loaded.</summary>
    public static void CheckArguments(double testSplit, int seed)
    {
        if (testSplit is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(testSplit), $"{testSplit}",
                $"testSplit is the fraction of the rows used as the test set, in [0, 1); received {testSplit}.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(seed);
    }
}
