using System.Text;

namespace Glassbox.Plotting;

/// <summary>Writes a diagram as Mermaid text, which many documentation sites render.</summary>
internal static class MermaidText
{
    public static string Write(DiagramGraph graph, DiagramOptions options)
    {
        var text = new StringBuilder("flowchart ").Append(options.RankDir).Append('\n');
        Graph(text, graph, "    ");
        return text.ToString();
    }

    private static void Graph(StringBuilder text, DiagramGraph graph, string indent)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Inner is null)
            {
                text.Append(indent).Append(node.Id).Append("[\"").Append(Label(node)).Append("\"]\n");
            }
            else
            {
                text.Append(indent).Append("subgraph ").Append(node.Id).Append("[\"").Append(Escape(node.Name)).Append("\"]\n");
                Graph(text, node.Inner, indent + "    ");
                text.Append(indent).Append("end\n");
            }
        }

        foreach (var (start, end) in graph.Edges.Select(edge => (edge.Start, edge.End)).Distinct())
        {
            text.Append(indent).Append(start.Id).Append(" --> ").Append(end.Id).Append('\n');
        }
    }

    private static string Label(DiagramNode node)
    {
        List<string> lines = [node.Name.Length > 0 ? $"<b>{Escape(node.Name)}</b> ({Escape(node.Class)})" : $"<b>{Escape(node.Class)}</b>"];
        if (node.Activation is not null)
        {
            lines.Add($"Activation: {Escape(node.Activation)}");
        }

        lines.AddRange(node.Cells.Select(cell => $"{cell.Label}: {Escape(cell.Value)}"));
        if (node.Trainable is { } trainable)
        {
            lines.Add(trainable ? "Trainable" : "Non-trainable");
        }

        return string.Join("<br/>", lines);
    }

    private static string Escape(string text) =>
        text.Replace("\"", "#quot;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
