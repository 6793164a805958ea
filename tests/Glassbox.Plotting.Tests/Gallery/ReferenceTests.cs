using System.Text.RegularExpressions;
using Glassbox.Reference;

namespace Glassbox.Plotting.Tests.Gallery;

public sealed class ReferenceTests
{
    /// <summary>
    /// Names of Keras's inventory that are other names of what is listed, bases to derive from, or not part of the release.
    /// </summary>
    private static readonly string[] NotListed =
    [
        "Input", "InputSpec", "Layer", "Initializer", "Regularizer", "Constraint", "Loss", "Metric", "Optimizer", "LearningRateSchedule",
        "Callback", "TernaryDense", "IdentityInitializer", "OrthogonalInitializer", "STFTInitializer", "get", "serialize", "deserialize",
        "hard_swish", "swish", "absolute", "amax", "amin", "true_divide",
    ];

    [Fact]
    public void The_reference_lists_what_the_code_has() =>
        Assert.True(
            File.ReadAllText(ReferencePage.File).ReplaceLineEndings("\n") == ReferencePage.Write(),
            "docs/reference.md is not what the code says: run 'dotnet run --project docs/Reference'.");

    [Theory]
    [InlineData("layers", "layers")]
    [InlineData("activations", "activations")]
    [InlineData("initializers", "initializers")]
    [InlineData("regularizers", "regularizers")]
    [InlineData("constraints", "constraints")]
    [InlineData("losses", "losses")]
    [InlineData("metrics", "metrics")]
    [InlineData("optimizers", "optimizers")]
    [InlineData("schedules", "optimizers.schedules")]
    [InlineData("callbacks", "callbacks")]
    [InlineData("ops", "ops")]
    public void The_names_of_Keras_are_those_of_its_inventory(string family, string module)
    {
        var file = Inventory();
        Assert.SkipUnless(File.Exists(file), "Keras's inventory is not here");
        var kind = family is "activations" or "ops" ? "def" : "class";
        var names = File.ReadAllLines(file!).SkipWhile(line => line != $"== keras.{module}").Skip(1)
            .TakeWhile(line => !line.StartsWith("==", StringComparison.Ordinal))
            .Select(line => Regex.Match(line, $@"^\s+{kind} (\w+)\(").Groups[1].Value)
            .Where(name => name.Length > 0 && !NotListed.Contains(name)
            && !Regex.IsMatch(name, $"^(Global|)(Avg|Max)Pool[123]D$|Convolution[123]D|{(kind == "class" ? "^[a-z]" : "^$")}"));

        Assert.Equal(names.Order(StringComparer.Ordinal), KerasNames.Of(family).Order(StringComparer.Ordinal));
    }

    private static string? Inventory()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "shared", "golden", "api", "inventory.txt") is var candidate && File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
