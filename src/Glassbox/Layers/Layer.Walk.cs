namespace Glassbox.Layers;

/// <remarks>
/// Traversal of nested layers. Each layer is visited once, however often it is referenced, so cycles between layers, or between a layer and
/// its model, terminate.
/// </remarks>
public abstract partial class Layer
{
    /// <summary>Layers with an overridden weight list whose getter is running on this thread; guards against recursion.</summary>
    [ThreadStatic]
    private static List<Layer>? asked;

    /// <summary>Layers with an overridden Trainable whose setter is running on this thread; guards against recursion.</summary>
    [ThreadStatic]
    private static List<Layer>? told;

    private TrackedFields? heldFields;

    /// <summary>Field metadata of the layer's class.</summary>
    internal TrackedFields TrackedFields => heldFields ??= TrackedFields.Of(this);

    /// <summary>Variables in the layer's fields that it did not create with AddWeight.</summary>
    internal IReadOnlyList<Variable> HeldVariables =>
        TrackedFields.MayHoldVariables ? [.. TrackedFields.In<Variable>(this).Except(ownWeights)] : [];

    /// <summary>The direct sublayers: <see cref="Sublayers"/>.</summary>
    internal IReadOnlyList<Layer> LayersWithin => Sublayers;

    /// <summary>The layer and all nested layers, outer ones first.</summary>
    internal IReadOnlyList<Layer> SelfAndSublayers()
    {
        var visited = new DistinctList<Layer>();
        Visit(this);
        return visited.Items;

        void Visit(Layer layer)
        {
            if (visited.Add(layer))
            {
                foreach (var inner in layer.Sublayers)
                {
                    Visit(inner);
                }
            }
        }
    }

    /// <summary>Weights created by the layer and its nested layers.</summary>
    internal HashSet<Variable> MadeWithin() =>
        new(SelfAndSublayers().SelectMany(layer => layer.ownWeights), ReferenceEqualityComparer.Instance);

    /// <summary>
    /// Weights of the layer and its nested layers: the layer's own, then variables in its fields, then those of sublayers.
    /// </summary>
    private IReadOnlyList<Variable> CollectWeights(bool trainable)
    {
        if (!TrackedFields.MayHoldVariables && Sublayers.Count == 0)
        {
            return !trainable || ownWeights.TrueForAll(IsTrained) ? ownWeights : ownWeights.FindAll(IsTrained);
        }

        var (visited, weights) = (new DistinctList<Layer>(), new DistinctList<Variable>());
        HashSet<Variable>? made = null;
        Collect(this);
        return weights.Items;

        void Collect(Layer layer)
        {
            if (!visited.Add(layer))
            {
                return;
            }

            if (layer != this && (trainable ? layer.TrackedFields.OverridesTrainableVariables : layer.TrackedFields.OverridesWeights))
            {
                Once(ref asked, layer, () => weights.AddNew(trainable ? layer.TrainableVariables : layer.Weights));
                return;
            }

            if (trainable && !layer.Trainable)
            {
                return;
            }

            foreach (var weight in layer.ownWeights)
            {
                Take(weight);
            }

            foreach (var held in layer.HeldVariables)
            {
                // Weights created by a nested layer are listed with that layer, even if a field here holds them.
                made ??= MadeWithin();
                if (!made.Contains(held))
                {
                    Take(held);
                }
            }

            foreach (var inner in layer.Sublayers)
            {
                Collect(inner);
            }
        }

        void Take(Variable weight)
        {
            if (!trainable || IsTrained(weight))
            {
                weights.Add(weight);
            }
        }
    }

    /// <summary>Freezes or unfreezes this layer only.</summary>
    internal void SetOwnTrainable(bool value)
    {
        if (!TrackedFields.OverridesTrainable)
        {
            trainable = value;
        }
    }

    /// <summary>Freezes or unfreezes the nested layers.</summary>
    private void SetTrainableWithin(bool value)
    {
        var visited = new DistinctList<Layer>();
        Set(this);

        void Set(Layer layer)
        {
            if (!visited.Add(layer))
            {
                return;
            }

            if (layer != this && layer.TrackedFields.OverridesTrainable)
            {
                Once(ref told, layer, () => layer.Trainable = value);
                return;
            }

            layer.trainable = value;
            foreach (var inner in layer.Sublayers)
            {
                Set(inner);
            }
        }
    }

    /// <summary>Runs an action of a layer's overriding class, unless it is running already because the layer contains itself.</summary>
    private static void Once(ref List<Layer>? busy, Layer layer, Action action)
    {
        busy ??= [];
        if (busy.Contains(layer))
        {
            return;
        }

        busy.Add(layer);
        try
        {
            action();
        }
        finally
        {
            busy.Remove(layer);
        }
    }

    /// <summary>Whether training updates a weight of a layer that is not frozen.</summary>
    private static bool IsTrained(Variable weight) => weight.Trainable && weight.DType.IsFloating;
}
