namespace Glassbox.Plotting;

/// <summary>
/// Layered graph layout (Sugiyama): ranks by longest path from a source, dummy nodes for long edges, crossing reduction within ranks, and
/// positions that straighten edges.
/// </summary>
/// <remarks>
/// Source: Sugiyama, Tagawa, Toda, Methods for Visual Understanding of Hierarchical System Structures, IEEE Trans. SMC 11 (1981).
/// </remarks>
internal sealed class LayeredLayout
{
    private const int Sweeps = 12;
    private const int Settlings = 60;
    private const double WeightOfArrows = 50;
    private const double BetweenBoxes = 28;
    private const double BetweenArrows = 16;

    private readonly List<List<LayoutNode>> ranks = [];

    /// <param name="nodes">The nodes, with their sizes.</param>
    /// <param name="edges">The edges. Back edges (a layer called again after itself) are laid out as if reversed.</param>
    /// <param name="gap">Gap between ranks.</param>
    public LayeredLayout(IReadOnlyList<LayoutNode> nodes, IReadOnlyList<(LayoutNode From, LayoutNode To)> edges, double gap)
    {
        var index = nodes.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => pair.i);
        var forward = edges.Where(edge => edge.From != edge.To)
            .ToDictionary(edge => edge, edge => index[edge.From] < index[edge.To] ? edge : (From: edge.To, To: edge.From));
        Rank(nodes, [.. forward.Values.Distinct()]);
        Paths = forward.Keys.ToDictionary(edge => edge, edge => (IReadOnlyList<LayoutNode>)Path(edge, forward[edge]));
        FewCrossings();
        PlaceAcross();
        PlaceAlong(gap);
    }

    /// <summary>The nodes along each edge, including its ends.</summary>
    public IReadOnlyDictionary<(LayoutNode From, LayoutNode To), IReadOnlyList<LayoutNode>> Paths { get; }

    /// <summary>The ranks, starting with the sources.</summary>
    public IReadOnlyList<IReadOnlyList<LayoutNode>> Ranks => ranks;

    public double Length { get; private set; }

    public double Breadth { get; private set; }

    /// <summary>Thickness of a rank in the direction of the graph.</summary>
    public double Depth(int rank) => ranks[rank].Max(node => node.Length);

    private void Rank(IReadOnlyList<LayoutNode> nodes, IReadOnlyList<(LayoutNode From, LayoutNode To)> edges)
    {
        var (into, outOf) = (edges.ToLookup(edge => edge.To, edge => edge.From), edges.ToLookup(edge => edge.From, edge => edge.To));
        foreach (var node in nodes)
        {
            node.Rank = into[node].Select(before => before.Rank + 1).DefaultIfEmpty(0).Max();
        }

        // Sources are placed in the rank before their first successor.
        foreach (var node in nodes.Where(node => !into[node].Any() && outOf[node].Any()))
        {
            node.Rank = outOf[node].Min(after => after.Rank) - 1;
        }

        for (var rank = 0; rank <= nodes.Max(node => node.Rank); rank++)
        {
            ranks.Add([.. nodes.Where(node => node.Rank == rank)]);
        }
    }

    private List<LayoutNode> Path((LayoutNode From, LayoutNode To) edge, (LayoutNode From, LayoutNode To) forward)
    {
        List<LayoutNode> path = [forward.From];
        for (var rank = forward.From.Rank + 1; rank < forward.To.Rank; rank++)
        {
            var place = new LayoutNode(null, 0, 2) { Rank = rank };
            ranks[rank].Add(place);
            path.Add(place);
        }

        path.Skip(1).ToList().ForEach(place => place.Arrow = path[1..]);
        path.Add(forward.To);
        foreach (var (before, after) in path.Zip(path.Skip(1)))
        {
            before.After.Add(after);
            after.Before.Add(before);
        }

        if (edge != forward)
        {
            path.Reverse();
        }

        return path;
    }

    /// <summary>
    /// Reorders each rank by the mean position of neighbors, alternating down and up sweeps, and keeps the best order found.
    /// </summary>
    private void FewCrossings()
    {
        var best = ranks.ConvertAll(rank => rank.ToList());
        var fewest = Crossings();
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var down = sweep % 2 == 0;
            for (var i = 1; i < ranks.Count; i++)
            {
                var rank = down ? i : ranks.Count - 1 - i;
                var places = ranks[down ? rank - 1 : rank + 1].Select((node, place) => (node, place))
                    .ToDictionary(pair => pair.node, pair => (double)pair.place);
                var own = ranks[rank].Select((node, place) => (node, place)).ToDictionary(pair => pair.node, pair => pair.place);
                double Middle(LayoutNode node) =>
                    (down ? node.Before : node.After).Select(other => places[other]).DefaultIfEmpty(own[node]).Average();
                ranks[rank] = [.. ranks[rank].OrderBy(Middle).ThenBy(node => own[node])];
            }

            if (Crossings() is var crossings && crossings < fewest)
            {
                (fewest, best) = (crossings, ranks.ConvertAll(rank => rank.ToList()));
            }
        }

        for (var rank = 0; rank < ranks.Count; rank++)
        {
            ranks[rank] = best[rank];
        }
    }

    private int Crossings()
    {
        var crossings = 0;
        for (var rank = 0; rank + 1 < ranks.Count; rank++)
        {
            var places = ranks[rank + 1].Select((node, place) => (node, place)).ToDictionary(pair => pair.node, pair => pair.place);
            List<int> ends = [.. ranks[rank].SelectMany(node => node.After.Select(after => places[after]).Order())];
            for (var i = 0; i < ends.Count; i++)
            {
                crossings += ends.Skip(i + 1).Count(end => end < ends[i]);
            }
        }

        return crossings;
    }

    private void PlaceAcross()
    {
        foreach (var rank in ranks)
        {
            Settle(rank, _ => 0);
        }

        for (var sweep = 0; sweep < Settlings; sweep++)
        {
            foreach (var rank in sweep % 2 == 0 ? ranks : Enumerable.Reverse(ranks))
            {
                // Long edges should be straight, boxes centered on their neighbors (those just placed, and those of the previous sweep).
                var straight = sweep > Settlings / 4;
                Settle(rank, node => (straight && node.Arrow.Count > 1 ? node.Arrow : node.Before.Concat(node.After))
                    .Select(other => other.Across).DefaultIfEmpty(node.Across).Average());
            }
        }

        var left = ranks.SelectMany(rank => rank).Min(node => node.Across - (node.Breadth / 2));
        foreach (var node in ranks.SelectMany(rank => rank))
        {
            node.Across -= left;
        }

        Breadth = ranks.SelectMany(rank => rank).Max(node => node.Across + (node.Breadth / 2));
    }

    /// <summary>
    /// Moves the nodes of a rank as close to their desired positions as order and minimum distances permit: isotonic least squares by
    /// pooling adjacent violators. Dummy nodes have a larger weight, which straightens long edges.
    /// </summary>
    private static void Settle(List<LayoutNode> rank, Func<LayoutNode, double> wish)
    {
        var pools = new List<(double Sum, double Weight, int Count)>();
        var shift = new double[rank.Count];
        for (var i = 0; i < rank.Count; i++)
        {
            if (i > 0)
            {
                var distance = rank[i - 1].Box is null || rank[i].Box is null ? BetweenArrows : BetweenBoxes;
                shift[i] = shift[i - 1] + ((rank[i - 1].Breadth + rank[i].Breadth) / 2) + distance;
            }

            var weight = rank[i].Box is null ? WeightOfArrows : 1;
            pools.Add(((wish(rank[i]) - shift[i]) * weight, weight, 1));
            while (pools.Count > 1 && pools[^2].Sum / pools[^2].Weight > pools[^1].Sum / pools[^1].Weight)
            {
                var (last, before) = (pools[^1], pools[^2]);
                pools.RemoveRange(pools.Count - 2, 2);
                pools.Add((last.Sum + before.Sum, last.Weight + before.Weight, last.Count + before.Count));
            }
        }

        var next = 0;
        foreach (var (sum, weight, count) in pools)
        {
            for (var i = 0; i < count; i++, next++)
            {
                rank[next].Across = (sum / weight) + shift[next];
            }
        }
    }

    private void PlaceAlong(double gap)
    {
        var start = 0.0;
        for (var rank = 0; rank < ranks.Count; rank++)
        {
            var depth = Depth(rank);
            ranks[rank].ForEach(node => node.Along = start + (depth / 2));
            start += depth + gap;
        }

        Length = Math.Max(0, start - gap);
    }
}
