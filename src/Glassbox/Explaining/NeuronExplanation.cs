using System.Globalization;
using System.Text;

namespace Glassbox;

/// <summary>Explanation of the value of one unit of a layer.</summary>
public sealed class NeuronExplanation
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private NeuronExplanation(LayerExplanation layer, int unit, IReadOnlyList<Term> terms, double bias, double sum,
        IReadOnlyList<(string Name, double Value)> activations)
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

    /// <summary>Flat (row-major) index of the unit in the layer's output.</summary>
    public int Unit { get; }

    /// <summary>
    /// Terms of the weighted sum, ordered by decreasing magnitude; zeros are left out. Empty for a layer without a weighted sum.
    /// </summary>
    public IReadOnlyList<Term> Terms { get; }

    /// <summary>The bias added to the terms.</summary>
    public double Bias { get; }

    /// <summary>
    /// The sum of terms and bias as computed by the model; for a layer without a weighted sum, the input of the unit's function.
    /// </summary>
    public double Sum { get; }

    /// <summary>The functions applied to the sum, in this layer or subsequent activation layers, with their results.</summary>
    public IReadOnlyList<(string Name, double Value)> Activations { get; }

    /// <summary>The unit's value.</summary>
    public double Output => Activations.Count > 0 ? Activations[^1].Value : Sum;

    /// <summary>The sum, written out.</summary>
    public override string ToString() => Text(12);

    internal static NeuronExplanation Of(LayerExplanation layer, int unit)
    {
        if (!layer.AddsUp)
        {
            var from = layer.KeepsPlaces ? layer.BatchedInput : layer.BatchedOutput;
            var value = Element(from, unit);
            return new NeuronExplanation(layer, unit, [], 0, value, Chain(layer, from, value, unit));
        }

        var sum = layer.WeightedSum!;

        // The gradient of a linear operation with respect to its operand is exactly the weight.
        var one = Recording.OneAt(unit, sum.Output.Size, sum.Output.DType).Reshape(sum.Output.Shape);
        var places = layer.TermPlaces;
        var values = Doubles(sum.Inputs[0]!);
        var weights = Doubles(sum.Gradient(0, one));
        var terms = Enumerable.Range(0, values.Length).Select(i => new Term(places[i], i, values[i], weights[i]))
            .Where(term => term.Product != 0).OrderByDescending(term => Math.Abs(term.Product)).ThenBy(term => term.Index);
        var (total, bias) = WithBias(layer, sum, one, unit);
        var result = Element(total, unit);
        return new NeuronExplanation(layer, unit, [.. terms], bias, result, Chain(layer, total, result, unit));
    }

    internal string Text(int most)
    {
        var text = new StringBuilder().Append(Culture, $"{Layer.Places[Unit]}");
        if (Terms.Count > 0 || Bias != 0)
        {
            text.Append(" = ").AppendJoin(" + ", Terms.Take(most)
                .Select(term => $"{Numbers.Short(term.Value)}·{Numbers.Signed(term.Weight)} ({term.Place})"));
            if (Terms.Count > most)
            {
                text.Append(Culture,
                    $" + {Terms.Count - most} smaller terms ({Numbers.Short(Terms.Skip(most).Sum(term => term.Product))})");
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

    /// <summary>The sum with its bias, which is an input of the same operation or added by the next.</summary>
    private static (Tensor Total, double Bias) WithBias(LayerExplanation layer, TapeRecord sum, Tensor one, int unit)
    {
        if (sum.Inputs is [_, _, { } bias])
        {
            return (sum.Output, (double)Ops.Sum((bias * sum.Gradient(2, one)).Cast(DType.Float64)));
        }

        var add = layer.Records.FirstOrDefault(record =>
            record.Operation.Kind == OperationKind.Addition && record.Output.Size == sum.Output.Size
            && ReferenceEquals(record.Inputs[0], sum.Output));
        return add is null ? (sum.Output, 0) : (add.Output,
            (double)Ops.Sum((add.Inputs[1]! * add.Gradient(1, one.Reshape(add.Output.Shape))).Cast(DType.Float64)));
    }

    /// <summary>The functions applied to a value in order, with their results.</summary>
    private static List<(string Name, double Value)> Chain(LayerExplanation layer, Tensor from, double value, int unit)
    {
        var chain = new List<(string Name, double Value)>();
        Follow(layer.Records, from, unit, chain);

        // A function that depends on other elements too, such as a softmax, is shown as one step to the layer's value.
        var output = Element(layer.BatchedOutput, unit);
        if (!output.Equals(chain.Count > 0 ? chain[^1].Value : value))
        {
            string[] names =
            [
                .. layer.Records.SkipWhile(record => !ReferenceEquals(record.Inputs[0], from))
                    .Where(record => record.Operation.Kind != OperationKind.Identity).Select(record => record.Operation.Title),
            ];
            chain.Add((names.Length == 1 ? names[0] : layer.Name, output));
        }

        Follow(layer.After, layer.BatchedOutput, unit, chain);
        return chain;
    }

    /// <summary>Appends the element-wise functions.</summary>
    private static void Follow(IReadOnlyList<TapeRecord> records, Tensor from, int unit, List<(string Name, double Value)> chain)
    {
        foreach (var record in records)
        {
            if (!ReferenceEquals(record.Inputs[0], from))
            {
                continue;
            }

            if (Formulas.IsActivation(record))
            {
                chain.Add((record.Operation.Title, Element(record.Output, unit)));
                from = record.Output;
            }
            else if (record.Operation.Kind == OperationKind.Identity && record.Output.Size == from.Size)
            {
                from = record.Output;
            }
        }
    }

    private static double Element(Tensor x, int index) => (double)x.Reshape(-1)[index];

    private static double[] Doubles(Tensor x) => x.Cast(DType.Float64).ToArray<double>();
}
