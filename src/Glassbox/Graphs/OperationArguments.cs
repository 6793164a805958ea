namespace Glassbox;

/// <summary>What an operation is called with: its operands, which are tensors or plain numbers, and its settings under Keras's names.</summary>
internal sealed record OperationArguments
{
    /// <summary>The operands in order; null stands for a tensor. Empty if all are tensors.</summary>
    public IReadOnlyList<double?> Numbers { get; init; } = [];

    /// <summary>Whether the tensors come as one list, as those of a concatenation do.</summary>
    public bool TakesList { get; init; }

    /// <summary>Numbers, truth values, texts, lists of whole numbers and null, such as <c>axis</c> and <c>keepdims</c>.</summary>
    public IReadOnlyDictionary<string, object?> Settings { get; init; } = new Dictionary<string, object?>();

    /// <summary>What is taken along each axis, for <c>x[…]</c>; null for other operations.</summary>
    public IReadOnlyList<Slice>? Slices { get; init; }

    /// <summary>The tensors, once there are any.</summary>
    public IReadOnlyList<Tensor> Tensors { get; private init; } = [];

    /// <summary>The operand at a position; a plain number takes the type of the first tensor.</summary>
    public Tensor this[int position]
    {
        get
        {
            if (position < Numbers.Count && Numbers[position] is { } number)
            {
                return double.IsInteger(number) ? Ops.Beside(Tensors[0], (long)number) : Ops.Beside(Tensors[0], number);
            }

            return Tensors[Numbers.Take(position).Count(operand => operand is null) + Math.Max(0, position - Numbers.Count)];
        }
    }

    public OperationArguments With(IReadOnlyList<Tensor> tensors) => this with { Tensors = tensors };

    public Axes? Axes(string setting) => Settings.GetValueOrDefault(setting) switch
    {
        int axis => axis,
        IReadOnlyList<int> several => Glassbox.Axes.Create([.. several]),
        _ => null,
    };

    public int? Whole(string setting) => Settings.GetValueOrDefault(setting) as int?;

    public double Number(string setting) => Convert.ToDouble(Settings[setting], System.Globalization.CultureInfo.InvariantCulture);

    public bool Flag(string setting) => Settings.GetValueOrDefault(setting) is true;

    public string? Text(string setting) => Settings.GetValueOrDefault(setting) as string;

    public Shape Shape(string setting) => Glassbox.Shape.Create([.. (IReadOnlyList<int>)Settings[setting]!]);
}
