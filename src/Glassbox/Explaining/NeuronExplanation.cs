using System.Globalization;
using System.Text;

namespace Glassbox;

/// <summary>How the value of one unit of a layer comes about.</summary>
public sealed class NeuronExplanation
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private NeuronExplanation(LayerExplanation layer, int unit, IReadOnlyList<Term> terms, double bias, double sum, IReadOnlyList<(string Name, double Value)> activations)
    {
        Layer = layer;
        Unit = unit;
        Terms = terms;
        Bias = bias;
        Sum = sum;
        Activations = activations;
    }

    /// <summary>The layer.</summary>
    public LayerExplanation Layer { get; }

    /// <summary>The unit's place in the layer's output.</summary>
    public int Unit { get; }

    /// <summary>The terms of the sum, the largest first (by their size, whatever their sign); those that are zero are left out. Empty for a layer that adds nothing up.</summary>
    public IReadOnlyList<Term> Terms { get; }

    /// <summary>What is added to the terms.</summary>
    public double Bias { get; }

    /// <summary>The sum of the terms and the bias, as the model computed it; for a layer that adds nothing up, what the unit makes its value of.</summary>
    public double Sum { get; }

    /// <summary>The functions that are applied to the sum, in this layer or as layers of their own behind it, each with its result.</summary>
    public IReadOnlyList<(string Name, double Value)> Activations { get; }

    /// <summary>The unit's value.</summary>
    public double Output => Activations.Count > 0 ? Activations[^1].Value : Sum;

    /// <summary>The sum, written out.</summary>
    public override string ToString() => Text(12);

    internal static NeuronExplanation Of(LayerExplanation layer, int unit)
    {
        if (layer.WeightedSum is not { } sum || sum.Output.Size != layer.Output.Size)
        {
            var same = layer.Inputs[0].Size == layer.Output.Size;
            var value = Element(same ? layer.Inputs[0] : layer.Output, unit);
            return new NeuronExplanation(layer, unit, [], 0, value, same ? Chain(layer, layer.Records.Count == 0 ? null : layer.Records[0].Inputs[0], unit) : []);
        }

        // The derivative of a weighted sum by what it adds up is the weight, exactly.
        var one = Recording.OneAt(unit, sum.Output.Size, sum.Output.DType).Reshape(sum.Output.Shape);
        var place = Places(layer, sum.Inputs[0]!);
        var values = Doubles(sum.Inputs[0]!);
        var weights = Doubles(sum.Gradient(0, one));
        var terms = Enumerable.Range(0, values.Length).Select(i => new Term(place(i), i, values[i], weights[i]))
            .Where(term => term.Product != 0).OrderByDescending(term => Math.Abs(term.Product)).ThenBy(term => term.Index);
        var (total, bias) = WithBias(layer, sum, one, unit);
        return new NeuronExplanation(layer, unit, [.. terms], bias, Element(total, unit), Chain(layer, total, unit));
    }

    internal string Text(int most)
    {
        var text = new StringBuilder().Append(Culture, $"{Layer.UnitPlace(Unit)}");
        if (Terms.Count > 0 || Bias != 0)
        {
            text.Append(" = ").AppendJoin(" + ", Terms.Take(most).Select(term => $"{Numbers.Short(term.Value)}·{Numbers.Signed(term.Weight)} ({term.Place})"));
            if (Terms.Count > most)
            {
                text.Append(Culture, $" + {Terms.Count - most} smaller terms ({Numbers.Short(Terms.Skip(most).Sum(term => term.Product))})");
            }

            text.Append(Culture, $"{(Terms.Count > 0 ? " + " : "")}bias {Numbers.Short(Bias)}");
        }

        text.Append(Culture, $" = {Numbers.Short(Sum)}");
        foreach (var (name, value) in Activations)
        {
            text.Append(Culture, $" → {name}: {Numbers.Short(value)}");
        }

        return text.ToString();
    }

    /// <summary>What the elements of a sum's input are called: those of the layer's input, however it is laid out, or of the step before within the layer.</summary>
    private static Func<int, string> Places(LayerExplanation layer, Tensor input)
    {
        var step = layer.Records.FirstOrDefault(record => ReferenceEquals(record.Output, input));
        while (step is { Operation.Kind: OperationKind.Identity })
        {
            var from = step.Inputs[0];
            step = layer.Records.FirstOrDefault(record => ReferenceEquals(record.Output, from));
        }

        return step is null ? layer.Place : index => $"{step.Operation.Title}[{index}]";
    }

    /// <summary>The sum with its bias, which is an input of the same operation, or is added by the next.</summary>
    private static (Tensor Total, double Bias) WithBias(LayerExplanation layer, TapeRecord sum, Tensor one, int unit)
    {
        if (sum.Inputs is [_, _, { } bias])
        {
            return (sum.Output, (double)Ops.Sum((bias * sum.Gradient(2, one)).Cast(DType.Float64)));
        }

        var add = layer.Records.FirstOrDefault(record => record.Operation.Kind == OperationKind.Addition && record.Output.Size == sum.Output.Size && ReferenceEquals(record.Inputs[0], sum.Output));
        return add is null ? (sum.Output, 0) : (add.Output, (double)Ops.Sum((add.Inputs[1]! * add.Gradient(1, one.Reshape(add.Output.Shape))).Cast(DType.Float64)));
    }

    /// <summary>The functions that are applied to a value, element by element, one after the other.</summary>
    private static List<(string Name, double Value)> Chain(LayerExplanation layer, Tensor? from, int unit)
    {
        var chain = new List<(string, double)>();
        foreach (var record in layer.Records.Concat(layer.After))
        {
            if (from is not null && ReferenceEquals(record.Inputs[0], from) && Formulas.IsActivation(record))
            {
                chain.Add((record.Operation.Title, Element(record.Output, unit)));
                from = record.Output;
            }
        }

        return chain;
    }

    private static double Element(Tensor x, int index) => (double)x.Reshape(-1)[index];

    private static double[] Doubles(Tensor x) => x.Cast(DType.Float64).ToArray<double>();
}
