using Glassbox.Layers;
using static Glassbox.Keras;

namespace Glassbox.Tests.Models;

/// <summary>What Summary prints, word for word.</summary>
public class SummaryTests
{
    [Fact]
    public void A_graph_says_where_inputs_come_from() => Prints("summary of a graph", Residual());

    [Fact]
    public void A_graph_that_is_a_chain_has_three_columns()
    {
        var x = Input([4], name: "x");
        Prints("summary of a chain", new Model(x, new Dense(2, name: "out").Apply(new Flatten(name: "flat").Apply(x)), name: "chain"));
    }

    [Fact]
    public void Models_within_are_listed_and_frozen_layers_marked_where_asked()
    {
        var x = Input([10], name: "pixels");
        var inner = Residual();
        inner.Trainable = false;
        var activation = new Activation("relu", name: "gate").Apply(inner.Apply(x));
        var model = new Model([x], [new Dense(2, name: "head").Apply(activation), new Dense(2, name: "second_head").Apply(activation)],
            name: "outer");

        Prints("summary of models within a model", model, expandNested: true, showTrainable: true);
        Prints("summary of a pile with a model", new Sequential([new Dense(10, inputShape: [7], name: "entry"), inner], name: "pile"),
            expandNested: true, showTrainable: true);
    }

    [Fact]
    public void A_shared_layer_stands_once_with_all_its_inputs()
    {
        var (a, b) = (Input([4], name: "a"), Input([4], name: "b"));
        var shared = new Dense(3, name: "shared");
        var model = new Model([a, b], new Subtract(name: "difference").Apply([shared.Apply(a), shared.Apply(b)]), name: "siamese");

        Prints("summary of a shared layer", model);
    }

    private static Model Residual()
    {
        var x = Input([10], name: "x");
        var hidden = new Dense(16, "relu", name: "hidden").Apply(x);
        var sum = new Add("sum").Apply([hidden, new Dense(16, name: "a_layer_with_a_rather_long_name").Apply(hidden)]);
        return new Model(x, new Dense(3, "softmax", name: "probs").Apply(new Concatenate(name: "join").Apply([sum, x])), name: "residual");
    }

    private static void Prints(string snapshot, Model model, bool expandNested = false, bool showTrainable = false)
    {
        var lines = new List<string>();
        model.Summary(printFn: lines.Add, expandNested: expandNested, showTrainable: showTrainable);
        Snapshot.Match(snapshot, string.Join("\n", lines));
    }
}
