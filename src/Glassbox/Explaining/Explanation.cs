using System.Text;
using Glassbox.Backends;
using Glassbox.Datasets;
using Glassbox.Layers;

namespace Glassbox;

/// <summary>One prediction, explained: see <see cref="ModelExplanation.Explain"/>. Prints as text; <see cref="SaveHtml"/> makes a page of it.</summary>
public sealed class Explanation
{
    internal Explanation(Model model, Sample sample, Recording recording, IReadOnlyList<string>? classNames)
    {
        var scores = recording.Output.Shape[1];
        if (classNames is not null && classNames.Count != scores)
        {
            throw new ArgumentException($"Model '{model.Name}' has {scores} classes; received {classNames.Count} names.", nameof(classNames));
        }

        Model = model;
        Sample = sample;
        ClassNames = classNames ?? [.. Enumerable.Range(0, scores).Select(label => $"{label}")];
        Output = recording.Output[0];
        Layers = [.. recording.Calls.Select(call => Explain(call, recording, sample))];
        Softmax = recording.Softmax is null ? [] : Table(recording);

        int[] order = [.. Output.Cast(DType.Float64).ToArray<double>().Select((score, label) => (score, label)).OrderByDescending(pair => pair.score).Select(pair => pair.label)];
        Decision = Evidence.Of(model, sample, recording, order[0], ClassNames[order[0]]);
        RunnerUp = order.Length > 1 ? Evidence.Of(model, sample, recording, order[1], ClassNames[order[1]]) : null;
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>What the model gave for the sample, [classes]: to the bit what <c>Predict</c> gives.</summary>
    public Tensor Output { get; }

    /// <summary>What the classes are called.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The layers in the order in which they ran.</summary>
    public IReadOnlyList<LayerExplanation> Layers { get; }

    /// <summary>The way from logits to probabilities; empty where the model does not end with a softmax.</summary>
    public IReadOnlyList<SoftmaxRow> Softmax { get; }

    /// <summary>The evidence for the class with the largest score.</summary>
    public Evidence Decision { get; }

    /// <summary>The evidence for the class with the second largest score; null for a model with one output.</summary>
    public Evidence? RunnerUp { get; }

    /// <summary>The input, of the shape to look at.</summary>
    public Tensor Picture => Sample.Input.Reshape(Sample.Picture);

    internal Sample Sample { get; }

    /// <summary>A layer by its name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that ran.</exception>
    public LayerExplanation Layer(string name) => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ArgumentException($"Model '{Model.Name}': {Identifiers.Unknown("layer", name, Layers.Select(layer => layer.Name))}", nameof(name));

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

    private static LayerExplanation Explain(LayerCall call, Recording recording, Sample sample)
    {
        TapeRecord[] own = [.. recording.Records.Skip(call.FirstRecord).Take(call.EndRecord - call.FirstRecord)];
        return new LayerExplanation(call, own, [.. recording.Records.Skip(call.EndRecord)], sample, Source(call, recording), recording.Scores);
    }

    /// <summary>The nearest layer before whose output the layer takes; those that only lay values out do not count.</summary>
    private static LayerCall? Source(LayerCall call, Recording recording)
    {
        var before = recording.Calls.LastOrDefault(other => other != call && other.EndRecord <= call.FirstRecord && other.Outputs.Any(output => ReferenceEquals(output, call.Inputs[0])));
        if (before is null)
        {
            return null;
        }

        var moved = recording.Records.Skip(before.FirstRecord).Take(before.EndRecord - before.FirstRecord).All(record => record.Operation.Kind == OperationKind.Identity);
        return moved && before.Outputs[0].Size == before.Inputs[0].Size ? Source(before, recording) : before;
    }

    private SoftmaxRow[] Table(Recording recording)
    {
        var logits = recording.Scores[0].Cast(DType.Float64).ToArray<double>();
        var probabilities = Output.Cast(DType.Float64).ToArray<double>();
        var largest = logits.Max();
        return [.. logits.Select((logit, label) => new SoftmaxRow(label, ClassNames[label], logit, Math.Exp(logit - largest), probabilities[label]))];
    }
}
