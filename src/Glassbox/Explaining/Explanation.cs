using System.Text;
using Glassbox.Backends;
using Glassbox.Datasets;
using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// One prediction, explained: see <see cref="ModelExplanation.Explain"/>. Prints as text; <see cref="SaveHtml"/> makes a page of it.
/// </summary>
public sealed class Explanation
{
    internal Explanation(Model model, Sample sample, Recording recording, IReadOnlyList<string>? classNames, Tensor? label)
    {
        Model = model;
        Sample = sample;
        Output = recording.Output[0];
        Logit = recording.Sigmoid is null ? null : recording.Score(1);
        ClassNames = Names(classNames);
        Scores = (Logit is null ? recording.Output.Cast(DType.Float64) : Decisions.PerClass(recording.Output)).ToArray<double>();
        Layers = Explain(recording, sample);
        Softmax = recording.Softmax is null ? [] : Table(recording);
        Label = label is null ? null : LabelOf(label);

        int[] order = [.. Enumerable.Range(0, Scores.Count).OrderByDescending(place => Scores[place])];
        Evidence For(int place) => Evidence.Of(model, sample, recording, place, ClassNames[place]);
        Decision = For(order[0]);
        RunnerUp = Output.Size > 1 ? For(order[1]) : null;
        LabelEvidence = Label is not { } truth ? null
            : truth == Decision.Class ? Decision
            : truth == RunnerUp?.Class ? RunnerUp
            : For(truth);
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>What the model gave for the sample, [units]: to the bit what <c>Predict</c> gives.</summary>
    public Tensor Output { get; }

    /// <summary>
    /// What the classes are called. A single sigmoid unit, which gives the probability of class 1, has two; another single unit has one
    /// name, that of its value.
    /// </summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The layers in the order in which they ran.</summary>
    public IReadOnlyList<LayerExplanation> Layers { get; }

    /// <summary>The way from logits to probabilities; empty where the model does not end with a softmax.</summary>
    public IReadOnlyList<SoftmaxRow> Softmax { get; }

    /// <summary>The right class; null if it was not given.</summary>
    public int? Label { get; }

    /// <summary>
    /// The evidence for the class with the largest score; of a single sigmoid unit, for class 1 where its probability is above one half,
    /// else for class 0.
    /// </summary>
    public Evidence Decision { get; }

    /// <summary>The evidence for the class with the second largest score; null for a model with one output unit.</summary>
    public Evidence? RunnerUp { get; }

    /// <summary>The evidence for the right class: <see cref="Decision"/> itself where that is right; null if it was not given.</summary>
    public Evidence? LabelEvidence { get; }

    /// <summary>The input, of the shape to look at.</summary>
    public Tensor Picture => Sample.Input.Reshape(Sample.Picture);

    internal Sample Sample { get; }

    /// <summary>A number for each class: the output, or both probabilities of a single sigmoid unit.</summary>
    internal IReadOnlyList<double> Scores { get; }

    /// <summary>The score before a single sigmoid unit; null for another model.</summary>
    internal double? Logit { get; }

    /// <summary>Whether <see cref="Scores"/> are the probabilities of the classes.</summary>
    internal bool HasProbabilities => Logit is not null || Softmax.Count > 0;

    /// <summary>Whether the model gives a number, and decides for no class.</summary>
    internal bool IsNumber => Scores.Count == 1;

    /// <summary>Whether the output decides: NaN decides for no class.</summary>
    internal bool Decides => !IsNumber && !Scores.Any(double.IsNaN);

    /// <summary>A layer by its name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that ran.</exception>
    public LayerExplanation Layer(string name) => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ArgumentException($"Model '{Model.Name}': {Identifiers.Unknown("layer", name, Layers.Select(layer => layer.Name))}",
        nameof(name));

    /// <summary>How the value of a unit comes about: the sum with its largest terms, the bias, the activation.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="unit">The unit's place in the layer's output, counted row by row.</param>
    /// <exception cref="ArgumentException">There is no such layer or unit.</exception>
    public NeuronExplanation Neuron(string layer, int unit) => Layer(layer).Neuron(unit);

    /// <summary>Saves the explanation as a page that needs nothing else.</summary>
    /// <exception cref="ArgumentException">The extension is not .html or .htm.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written. No half-written file is left.</exception>
    public void SaveHtml(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.GetExtension(path).ToLowerInvariant() is not (".html" or ".htm"))
        {
            throw new ArgumentException($"An explanation is saved as .html; received '{path}'.", nameof(path));
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: the folder '{folder}' does not exist. Create it first.");
        }

        var page = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The page that <see cref="SaveHtml"/> saves.</summary>
    public string ToHtml() => ExplanationPage.Write(this);

    /// <summary>The explanation as text.</summary>
    public override string ToString() => ExplanationText.Write(this);

    private static List<LayerExplanation> Explain(Recording recording, Sample sample)
    {
        var layers = new List<LayerExplanation>();
        foreach (var call in recording.Calls)
        {
            TapeRecord[] own = [.. recording.Records.Skip(call.FirstRecord).Take(call.EndRecord - call.FirstRecord)];
            var (source, places) = InputOrigin.Of(call, recording, sample, layers);
            layers.Add(new LayerExplanation(call, own, [.. recording.Records.Skip(call.EndRecord)], source, places, recording.Scores));
        }

        return layers;
    }

    private IReadOnlyList<string> Names(IReadOnlyList<string>? classNames)
    {
        var isNumber = Output.Size == 1 && Logit is null;
        var classes = Logit is null ? Output.Size : 2;
        if (classNames is not null && classNames.Count != classes)
        {
            var hint = isNumber ? " For two classes, end it with a sigmoid." : "";
            throw new ArgumentException(
                $"Model '{Model.Name}' has {classes} classes; received {classNames.Count} names.{hint}", nameof(classNames));
        }

        return classNames ?? (isNumber ? ["output"] : [.. Enumerable.Range(0, classes).Select(place => $"{place}")]);
    }

    private int LabelOf(Tensor label) => IsNumber
        ? throw new ArgumentException(
            $"Model '{Model.Name}' gives one number, and decides for no class that a label could name. "
            + "For two classes, end it with a sigmoid.",
            nameof(label))
        : Decisions.Labels(label.Rank == 1 && label.Size > 1 ? label.Reshape(1, -1) : label, 1, Scores.Count)[0];

    private SoftmaxRow[] Table(Recording recording)
    {
        var logits = recording.Scores[0].Cast(DType.Float64).ToArray<double>();
        var largest = logits.Max();
        return
        [
            .. logits.Select((logit, place) => new SoftmaxRow(place, ClassNames[place], logit, Math.Exp(logit - largest), Scores[place])),
        ];
    }
}
