using Glassbox.Initializers;
using Glassbox.Losses;
using Glassbox.Metrics;

namespace Glassbox.Tests.Saving;

/// <summary>The strings by which Keras means its objects.</summary>
public sealed class AliasTests
{
    [Fact]
    public void Initializers_have_all_their_names()
    {
        string[] names =
        [
            "TruncatedNormal", "RandomUniform", "VarianceScaling", "LecunNormal", "Identity", "Orthogonal", "HeNormal",
            "GlorotNormal", "HeUniform", "Constant", "GlorotUniform", "STFT", "Ones", "Zeros", "RandomNormal", "LecunUniform",
            "truncated_normal", "random_uniform", "variance_scaling", "lecun_normal", "identity", "orthogonal", "he_normal",
            "glorot_normal", "he_uniform", "constant", "glorot_uniform", "stft", "ones", "zeros", "random_normal", "lecun_uniform",
            "IdentityInitializer", "normal", "one", "STFTInitializer", "OrthogonalInitializer", "uniform", "zero",
        ];
        Assert.All(names, name => Assert.NotNull(Initializer.Get(name)));
        Assert.IsType<RandomUniform>(Initializer.Get("uniform"));
        Assert.IsType<RandomNormal>(Initializer.Get("normal"));
        Assert.IsType<Zeros>(Initializer.Get("zero"));
        Assert.IsType<Ones>(Initializer.Get("one"));
        Assert.IsType<Orthogonal>(Initializer.Get("OrthogonalInitializer"));
        Assert.IsType<Identity>(Initializer.Get("IdentityInitializer"));
        Assert.IsType<STFT>(Initializer.Get("STFTInitializer"));
    }

    [Fact]
    public void Metrics_have_all_their_names_and_are_logged_under_the_one_that_was_given()
    {
        string[] names =
        [
            "CategoricalCrossentropy", "CategoricalHinge", "FalseNegatives", "MeanSquaredLogarithmicError", "LogCoshError",
            "SparseTopKCategoricalAccuracy", "SquaredHinge", "FalsePositives", "SparseCategoricalAccuracy",
            "MeanAbsolutePercentageError", "ConcordanceCorrelation", "PearsonCorrelation", "Recall", "Precision", "Sum",
            "TruePositives", "BinaryIoU", "R2Score", "MeanSquaredError", "AUC", "KLDivergence", "TopKCategoricalAccuracy",
            "Accuracy", "Poisson", "BinaryCrossentropy", "MeanAbsoluteError", "BinaryAccuracy", "CosineSimilarity", "Hinge",
            "SparseCategoricalCrossentropy", "FBetaScore", "Mean", "TrueNegatives", "RootMeanSquaredError", "F1Score",
            "CategoricalAccuracy", "categorical_crossentropy", "categorical_hinge", "false_negatives",
            "mean_squared_logarithmic_error", "log_cosh_error", "sparse_top_k_categorical_accuracy", "squared_hinge",
            "false_positives", "sparse_categorical_accuracy", "mean_absolute_percentage_error", "concordance_correlation",
            "pearson_correlation", "recall", "precision", "sum", "true_positives", "binary_io_u", "r2_score", "mean_squared_error",
            "auc", "kl_divergence", "top_k_categorical_accuracy", "accuracy", "poisson", "binary_crossentropy",
            "mean_absolute_error", "binary_accuracy", "cosine_similarity", "hinge", "sparse_categorical_crossentropy",
            "f_beta_score", "mean", "true_negatives", "root_mean_squared_error", "f1_score", "categorical_accuracy", "bce", "BCE",
            "mse", "MSE", "mae", "MAE", "mape", "MAPE", "msle", "MSLE",
        ];
        Assert.All(names, name => Assert.Equal(name, Metric.Get(name).Name));
    }

    [Fact]
    public void Losses_have_all_their_names()
    {
        string[] names =
        [
            "binary_crossentropy", "mean_squared_error", "binary_focal_crossentropy", "CategoricalHinge", "BinaryCrossentropy",
            "Hinge", "mean_absolute_error", "Dice", "mean_absolute_percentage_error", "dice", "Tversky",
            "mean_squared_logarithmic_error", "tversky", "cosine_similarity", "circle", "MeanSquaredError", "SquaredHinge",
            "huber", "CategoricalFocalCrossentropy", "log_cosh", "CategoricalCrossentropy", "KLDivergence", "LogCosh", "Huber",
            "kl_divergence", "MeanSquaredLogarithmicError", "CosineSimilarity", "Poisson", "poisson", "categorical_hinge",
            "SparseCategoricalCrossentropy", "categorical_crossentropy", "MeanAbsoluteError", "hinge",
            "categorical_focal_crossentropy", "squared_hinge", "sparse_categorical_crossentropy", "Circle",
            "BinaryFocalCrossentropy", "MeanAbsolutePercentageError", "bce", "BCE", "kld", "KLD", "mae", "MAE", "mse", "MSE",
            "mape", "MAPE", "msle", "MSLE",
        ];
        Assert.All(names, name => Assert.NotNull(Loss.Get(name)));
    }

    [Fact]
    public void A_metric_may_be_named_by_its_class()
    {
        var model = new Sequential([new Glassbox.Layers.Dense(1, "sigmoid", inputShape: [2])]);
        model.Compile("adam", "BinaryCrossentropy", metrics: ["BinaryAccuracy", "AUC", "Precision"]);
        var logs = model.TestOnBatch(Tensor.Ones([4, 2]), Tensor.Ones([4, 1]));
        Assert.Equal(["loss", "BinaryAccuracy", "AUC", "Precision"], logs.Select(figure => figure.Key));
    }
}
