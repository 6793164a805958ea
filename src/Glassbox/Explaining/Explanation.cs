using System.Text;
using Glassbox.Backends;
using Glassbox.Datasets;
using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// Explanation of one prediction: see <see cref="ModelExplanation.Explain"/>. Prints as text; <see cref="SaveHtml"/> writes an HTML page.
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

    /// <summary>The model's output for the sample, [units]; bit-identical to that of <c>Predict</c>.</summary>
    public Tensor Output { get; }

    /// <summary>
    /// Names of the classes. A single sigmoid unit, the probability of class 1, has two; another single unit has one, that of its value.
    /// </summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The layers in order of execution.</summary>
    public IReadOnlyList<LayerExplanation> Layers { get; }

    /// <summary>The steps from logits to probabilities; empty if the model does not end with a softmax.</summary>
    public IReadOnlyList<SoftmaxRow> Softmax { get; }

    /// <summary>The true class; null if not given.</summary>
    public int? Label { get; }

    /// <summary>
    /// Evidence for the class with the largest score; for a single sigmoid unit, class 1 if its probability exceeds one half, else class 0.
    /// </summary>
    public Evidence Decision { get; }

    /// <summary>Evidence for the class with the second largest score; null for a model with one output unit.</summary>
    public Evidence? RunnerUp { get; }

    /// <summary>Evidence for the true class: <see cref="Decision"/> itself if that is right; null if not given.</summary>
    public Evidence? LabelEvidence { get; }

    /// <summary>The input in its display shape.</summary>
    public Tensor Picture => Sample.Input.Reshape(Sample.Picture);

    internal Sample Sample { get; }

    /// <summary>One value per class: the output, or both probabilities of a single sigmoid unit.</summary>
    internal IReadOnlyList<double> Scores { get; }

    /// <summary>The logit of a single sigmoid unit; null for other models.</summary>
    internal double? Logit { get; }

    /// <summary>Whether <see cref="Scores"/> are class probabilities.</summary>
    internal bool HasProbabilities => Logit is not null || Softmax.Count > 0;

    /// <summary>Whether the model is a regression with one output.</summary>
    internal bool IsNumber => Scores.Count == 1;

    /// <summary>Whether the output determines a class; NaN does not.</summary>
    internal bool Decides => !IsNumber && !Scores.Any(double.IsNaN);

    /// <summary>Returns a layer by name.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the layers that ran.</exception>
    public LayerExplanation Layer(string name) => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ArgumentException($"Model '{Model.Name}': {Identifiers.Unknown("layer", name, Layers.Select(layer => layer.Name))}",
        nameof(name));

    /// <summary>Explains a unit's value: the weighted sum with its largest terms, bias and activation.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="unit">Flat (row-major) index of the unit in the layer's output.</param>
    /// <exception cref="ArgumentException">The layer or unit does not exist.</exception>
    public NeuronExplanation Neuron(string layer, int unit) => Layer(layer).Neuron(unit);

    /// <summary>Saves the explanation as a self-contained HTML page.</summary>
    /// <exception cref="ArgumentException">The extension is not .html or .htm.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written. No partial file is left.</exception>
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

    /// <summary>Returns the HTML page that <see cref="SaveHtml"/> saves.</summary>
    public string ToHtml() => ExplanationPage.Write(this);

    /// <summary>Returns the explanation as text.</summary>
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
            $"Model '{Model.Name}' has a single output and predicts no class that a label could name. "
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
