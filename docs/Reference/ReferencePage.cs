using System.Globalization;
using System.Reflection;
using System.Text;
using Glassbox.Callbacks;
using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using Glassbox.Optimizers.Schedules;
using Glassbox.Regularizers;

namespace Glassbox.Reference;

/// <summary>The page docs/reference.md: what there is, read from the library's public types, and what Keras has besides.</summary>
public static class ReferencePage
{
    /// <summary>The folder of the documentation.</summary>
    public static string Docs { get; } = Path.Combine(Repository(), "docs");

    /// <summary>The page's file.</summary>
    public static string File { get; } = Path.Combine(Docs, "reference.md");

    private static readonly Type[] Public = typeof(Layer).Assembly.GetExportedTypes();

    private const string NotHere = """
        ## Arguments of Keras that have no counterpart

        | | why, and what to write instead |
        | --- | --- |
        | `compile(run_eagerly, jit_compile)` | Every step runs as it is written, so that a breakpoint in a loss or a layer is met; there is nothing to compile. |
        | `compile(steps_per_execution)` | Steps are not gathered: a call of one costs next to nothing here. |
        | `compile(auto_scale_loss)`, `loss_scale_factor`, `LossScaleOptimizer` | They keep gradients of half precision from vanishing; weights and arithmetic are float32 or float64. |
        | `fit(verbose="auto")` | It is 1, the default. |
        | `evaluate(return_dict)`, `train_on_batch(return_dict)` | What comes back is both: `var (loss, accuracy) = …`, `logs["accuracy"]`, `logs[1]`. |
        | `load_model(custom_objects, safe_mode)` | Classes of your own are registered once, by `CustomObjects.Register`; no file can hold code. |
        | `Lambda(arguments)` | The function captures them: `new Lambda(x => x * factor)`. |
        | `Lambda(mask)` | There are no masks yet, as there are no layers of sequences. |
        | `Layer(sparse)`, `Input(sparse, ragged, input_tensor, optional)` | Tensors are dense, and an input is always given. |
        | `lora_rank`, `lora_alpha`, `quantization_config`, `gptq_unpacked_column_size` | Weights are neither split in low ranks nor quantized. |
        | `image_dataset_from_directory(subset="both")` | `Utils.ImageDatasetsFromDirectory` gives both parts. |
        | `keras.random.normal(shape, seed=generator)` | `Tensor.RandomNormal(shape, seed: generator)`, with a `SeedGenerator` or a number; a number gives the same values each time. |


        """;

    /// <summary>The page.</summary>
    public static string Write()
    {
        var page = new StringBuilder("""
            # Reference

            What there is, with its arguments and their defaults, and what Keras 3.15.1 has besides. `dotnet run --project docs/Reference` writes this page from the code, and a test compares.

            Behind the name of a class in Keras stand the arguments that it has and ours has not. Where an argument is null, the default is Keras's; the documentation in the editor says which. Initializers, activations, losses and so on may be given as strings
            wherever Keras takes strings.


            """);
        Classes<Layer>(page, "Layers", "layers", "Every layer also takes `name`, and most take `inputShape`, `trainable` and `dtype`. "
            + "Layers that join inputs are functions, too: `Keras.Layers.Add([x, shortcut])`.", type =>
            !typeof(Model).IsAssignableFrom(type));
        Activations(page);
        Classes<Initializer>(page, "Initializers", "initializers");
        Classes<Regularizer>(page, "Regularizers", "regularizers");
        Classes<Constraint>(page, "Constraints", "constraints");
        Classes<Loss>(page, "Losses", "losses", "Every loss also takes `name` and `dtype`. Reductions are the words "
            + "`sum_over_batch_size` (the default), `sum`, `mean`, `mean_with_sample_weight` and `none`. As functions, "
            + "`Keras.Losses.MeanSquaredError(yTrue, yPred)`, they give one loss for each sample.");
        Classes<Metric>(page, "Metrics", "metrics", "Every metric also takes `name` and `dtype`.");
        Classes<Optimizer>(page, "Optimizers", "optimizers", "Every optimizer also takes `name`.");
        Classes<LearningRateSchedule>(page, "Learning-rate schedules", "schedules");
        Classes<Callback>(page, "Callbacks", "callbacks", "`History` is what `Fit` gives back, and the progress bar is there without a "
            + "callback.", besides: ["History", "CallbackList", "ProgbarLogger"]);
        Datasets(page);
        Operations(page);
        page.Append(NotHere);
        return page.ToString().ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static void Classes<TFamily>(StringBuilder page, string title, string family, string text = "", Func<Type, bool>? wanted = null,
        string[]? besides = null)
    {
        var types = Public.Where(type => typeof(TFamily).IsAssignableFrom(type) && type != typeof(TFamily) && !type.IsAbstract
            && type.GetConstructors().Length > 0 && (wanted?.Invoke(type) ?? true)).OrderBy(type => type.Name, StringComparer.Ordinal);
        Table(page, title, family, text, types.Select(type => (type.Name, Signature.Of(Constructor(type)))), besides ?? [], type =>
            [.. types.Single(other => other.Name == type).GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => KerasNames.Key(parameter.Name!))]);
    }

    private static void Activations(StringBuilder page)
    {
        var constants = typeof(Activations).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (field.Name, Arguments: ""));
        var methods = typeof(Activations).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(ActivationFunction) && !method.IsSpecialName)
            .Where(method => method.GetParameters() is not [{ ParameterType.Name: "String" }])
            .Select(method => (method.Name, Signature.Of(method)));
        Table(page, "Activations", "activations", "`Activations.Relu`, or the string `\"relu\"`.",
            constants.Concat(methods).OrderBy(row => row.Name, StringComparer.Ordinal), []);
    }

    private static void Datasets(StringBuilder page)
    {
        var loads = Public.Where(type => type.Namespace == "Glassbox.Datasets")
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.Name == "LoadData"))
            .OrderBy(method => method.DeclaringType!.Name, StringComparer.Ordinal);
        Table(page, "Data sets", "datasets", "Each has `LoadData`; [data](data.md) tells where the data come from.",
            loads.Select(method => (method.DeclaringType!.Name, Signature.Of(method))), []);
    }

    private static void Operations(StringBuilder page)
    {
        var rows = typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName)
            .GroupBy(method => method.Name).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, group.Select(method => Signature.Of(method, withCommon: true)).MaxBy(text => text.Length)!))
            .ToArray();

        // What C# writes with an operator, or as a member of the tensor.
        string[] operators = ["add", "subtract", "multiply", "divide", "negative", "less", "less_equal", "greater", "greater_equal",
            "get_item", "slice", "array", "convert_to_tensor", "convert_to_numpy", "dtype", "shape", "size", "ndim"];
        var members = typeof(Tensor).GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance
            | BindingFlags.DeclaredOnly).Select(member => KerasNames.Key(member.Name)).ToHashSet();
        var besides = KerasNames.Of("ops").Where(name => operators.Contains(name) || members.Contains(KerasNames.Key(name))).ToArray();
        Table(page, "Ops", "ops", "`Ops.Relu(x)`. Arithmetic, comparisons and slices are operators (`a + b`, `a < b`, `x[..10]`); what "
            + "makes tensors (`Tensor.Zeros`, `Tensor.RandomNormal`) belongs to `Tensor`.", rows, besides);
    }

    private static void Table(StringBuilder page, string title, string family, string text,
        IEnumerable<(string Name, string Arguments)> rows, string[] besides, Func<string, HashSet<string>>? parameters = null)
    {
        var arguments = KerasNames.ArgumentsOf(family);
        var keras = KerasNames.Of(family).ToDictionary(KerasNames.Key);
        var have = rows.ToArray();
        page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n");
        if (text.Length > 0)
        {
            page.Append(text).Append("\n\n");
        }

        page.Append("| | arguments | Keras |\n| --- | --- | --- |\n");
        foreach (var (name, written) in have)
        {
            var ours = parameters?.Invoke(name);
            var more = arguments[KerasNames.Key(name)].Where(argument => ours?.Contains(KerasNames.Key(argument)) == false)
                .Select(argument => $"`{argument}`");
            page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {(written.Length > 0 ? $"`{written}`" : "")} | "
                + $"{(keras.Remove(KerasNames.Key(name), out var theirs) ? string.Join(", ", more.Prepend($"`{theirs}`")) : "")} |\n");
        }

        var missing = keras.Values.Except(besides).ToArray();
        page.Append(missing.Length == 0 ? "\nNothing of Keras's is missing.\n\n"
            : $"\nKeras also has {string.Join(", ", missing.Select(name => $"`{name}`"))}.\n\n");
    }

    private static ConstructorInfo Constructor(Type type) =>
        type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First();

    /// <summary>The repository above the build's output.</summary>
    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Glassbox.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository is not above the build's output.");
        }

        return folder.FullName;
    }
}
