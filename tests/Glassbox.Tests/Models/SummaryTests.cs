using Glassbox.Layers;
using static Glassbox.Keras;

namespace Glassbox.Tests.Models;

/// <summary>What Summary prints, word for word.</summary>
public class SummaryTests
{
    [Fact]
    public void A_graph_says_where_inputs_come_from() => Prints(
        Residual(),
        """
        x
        """);

    [Fact]
    public void A_chain_has_three_columns()
    {
        var x = Input([4], name: "x");
        Prints(
            new Model(x, new Dense(2, name: "out").Apply(new Flatten(name: "flat").Apply(x)), name: "chain"),
            """
            x
            """);
    }

    [Fact]
    public void Models_within_are_listed_and_frozen_layers_marked_where_asked()
    {
        var x = Input([10], name: "pixels");
        var model = new Model(x, new Dense(2, name: "head").Apply(Ops.Relu(Residual().Apply(x))), name: "outer");
        model.GetLayer("residual").Trainable = false;
        Prints(
            model,
            """
            x
            """,
            expandNested: true,
            showTrainable: true);
    }

    private static Model Residual()
    {
        var x = Input([10], name: "x");
        var hidden = new Dense(16, "relu", name: "hidden").Apply(x);
        var sum = new Add("sum").Apply([hidden, new Dense(16, name: "a_layer_with_a_rather_long_name").Apply(hidden)]);
        return new Model(x, new Dense(3, "softmax", name: "probs").Apply(new Concatenate(name: "join").Apply([sum, x])), name: "residual");
    }

    private static void Prints(Model model, string expected, bool expandNested = false, bool showTrainable = false)
    {
        var lines = new List<string>();
        model.Summary(printFn: lines.Add, expandNested: expandNested, showTrainable: showTrainable);
        Assert.Equal(expected, string.Join("\n", lines));
    }
}
