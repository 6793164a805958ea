using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Tests.Operations;

/// <summary>What each operation must keep to, whichever it is. One without a row fails.</summary>
public class OperationContractTests
{
    public static TheoryData<int, string> Rows
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, row) in OperationRows.All.Index())
            {
                data.Add(index, row.ToString());
            }

            return data;
        }
    }

    [Fact]
    public void Each_operation_has_a_row()
    {
        var withRow = OperationRows.All.Select(row => row.Operation.GetType()).ToHashSet();
        var all = typeof(Operation).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(Operation)) && !type.IsAbstract && !type.IsNested && type != typeof(CustomOperation));
        Assert.Empty(all.Where(type => !withRow.Contains(type)).Select(type => type.Name));
    }

    [Fact]
    public void Each_operation_that_files_know_has_a_row() =>
        Assert.Empty(OperationTable.Names.Except(OperationRows.All.Select(row => row.Operation.Name)).Except(["TrueDivide"]));

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_shape_and_type_that_are_inferred_are_those_that_are_computed(int index, string name)
    {
        var row = Row(index, name);
        var y = row.Operation.Apply(row.Inputs);
        Assert.True(y.HasValues);
        var spec = row.Operation.Infer([.. row.Inputs.Select(input => input?.Spec ?? default)]);
        Assert.Equal((y.Shape, y.DType), (spec.Shape, spec.DType));

        var meta = row.Operation.Apply([.. row.Inputs.Select(input => input?.Spec.Meta())]);
        Assert.False(meta.HasValues);
        Assert.Equal((y.Shape, y.DType), (meta.Shape, meta.DType));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    [ManagedOnly("The reference backend rounds a fused function once, and its parts one by one.")]
    public void A_fused_kernel_gives_the_bits_of_the_definition(int index, string name)
    {
        var row = Row(index, name);
        if (!row.Operation.IsFused)
        {
            return;
        }

        var (fused, fusedGradients) = WithGradients(row, inputs => row.Operation.Apply(inputs));
        var (defined, _) = WithGradients(row, inputs => row.Operation.Define(inputs));
        Assert.Equal(defined.Shape, fused.Shape);
        Assert.Equal(defined.Bits(), fused.Bits());

        // The gradient of the kernel against that of the definition.
        var (_, definedGradients) = WithGradients(row, inputs => row.Operation.Define(inputs));
        foreach (var (expected, actual) in definedGradients.Zip(fusedGradients))
        {
            Assert.True((expected is null && actual is null) || Ops.AllClose(actual!, expected!, rtol: 2e-5, atol: 2e-5),
                $"{row}: {actual} in place of {expected}");
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void On_symbolic_tensors_it_gives_a_model_that_computes_the_same_also_from_a_file(int index, string name)
    {
        var row = Row(index, name);
        if (!OperationTable.Names.Contains(row.Operation.Name) || row.Operation is ProductOp)
        {
            return;
        }

        var inputs = row.Inputs.Select((input, i) => Glassbox.Keras.Input(batchShape: input!.Shape, dtype: input.DType, name: $"input_{i}"))
            .ToArray();
        var y = row.Operation.Apply(inputs);
        var expected = row.Operation.Apply(row.Inputs);
        Assert.IsType<KerasTensor>(y);
        Assert.Equal((expected.Shape, expected.DType), (y.Shape, y.DType));
        var model = new Model(inputs, y);
        Structure<Tensor> values = row.Inputs.Select(input => input!).ToArray();
        Assert.Equal(expected.Bits(), model.Apply(values).Bits());
        Assert.Equal(expected.Bits(), Model.FromJson(model.ToJson()).Apply(values).Bits());
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Attributes_come_back_from_their_configuration(int index, string name)
    {
        var operation = Row(index, name).Operation;
        if (OperationTable.Names.Contains(operation.Name) && operation is not (ProductOp or GetItemOp))
        {
            var again = OperationTable.Make(operation.Name, new Config("a test", operation.GetConfig().Values));
            Assert.Equal((operation.GetType(), operation.GetConfig().ToString()), (again.GetType(), again.GetConfig().ToString()));
        }
    }

    /// <summary>The example of ARCHITECTURE.md, as it stands there.</summary>
    [Fact]
    public void An_operation_is_a_record_with_a_formula_and_everything_else_follows()
    {
        var x = Tensor.RandomNormal([3, 4], seed: 1, dtype: DType.Float64);
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = new SwishOp(2).Apply(x);
        var sigmoid = Ops.Sigmoid(x * 2);
        Assert.True(Ops.AllClose(y, x * sigmoid, 1e-12, 1e-12));
        Assert.True(Ops.AllClose(tape.Gradient(y, x), sigmoid + (x * 2 * sigmoid * (1 - sigmoid)), 1e-12, 1e-12));

        var input = Glassbox.Keras.Input([4], dtype: DType.Float64);
        Assert.Equal(y.Bits(), new Model(input, new SwishOp(2).Apply(input)).Apply(x).Bits());
    }

    private static OperationRow Row(int index, string name)
    {
        var row = OperationRows.All.ElementAt(index);
        Assert.Equal(name, row.ToString());
        return row;
    }

    private static (Tensor Y, IReadOnlyList<Tensor?> Gradients) WithGradients(OperationRow row, Func<Tensor?[], Tensor> compute)
    {
        using var tape = new GradientTape();
        Tensor[] sources = [.. row.Inputs.Where(input => input is { DType.IsFloating: true }).Select(input => input!)];
        foreach (var source in sources)
        {
            tape.Watch(source);
        }

        var y = compute(row.Inputs);
        return (y, tape.Gradient(y, sources, Tensor.RandomNormal(y.Shape, seed: 99, dtype: y.DType)));
    }

    private sealed record SwishOp(double Beta) : ComposedActivation
    {
        public override Config GetConfig() => new() { { "beta", Beta } };

        protected override Tensor Define(Tensor x) => x * Ops.Sigmoid(x * Beta);
    }
}
