using System.Net;
using System.Text;

namespace Glassbox.Plotting;

/// <summary>Writes a diagram in the DOT language, in the form that Keras writes.</summary>
internal static class DotText
{
    public static string Write(DiagramGraph graph, DiagramOptions options)
    {
        var text = new StringBuilder();
        text.Append("digraph G {\nconcentrate=True;\n")
            .Append(System.Globalization.CultureInfo.InvariantCulture, $"dpi={options.Dpi};\nrankdir={options.RankDir};\nsplines=ortho;\n");
        text.Append("node [shape=record];\n");
        Graph(text, graph, Columns(options));
        return text.Append("}\n").ToString();
    }

    private static void Graph(StringBuilder text, DiagramGraph graph, int columns)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Inner is null)
            {
                text.Append(node.Id).Append(" [border=0, fontname=Helvetica, label=<").Append(Table(node, columns))
                    .Append(">, margin=0];\n");
            }
            else
            {
                text.Append("subgraph cluster_").Append(node.Id).Append(" {\nlabel=\"").Append(node.Name).Append("\";\nstyle=dashed;\n");
                Graph(text, node.Inner, columns);
                text.Append("}\n");
            }
        }

        foreach (var (start, end) in graph.Edges.Select(edge => (edge.Start, edge.End)).Distinct())
        {
            text.Append(start.Id).Append(" -> ").Append(end.Id).Append("  [penwidth=2];\n");
        }
    }

    private static string Table(DiagramNode node, int columns)
    {
        var title = node.Name.Length > 0 ? $"<b>{Encode(node.Name)}</b> ({Encode(node.Class)})" : $"<b>{Encode(node.Class)}</b>";
        var table = new StringBuilder("<table border=\"0\" cellborder=\"1\" bgcolor=\"black\" cellpadding=\"10\">");
        table.Append("<tr><td colspan=\"").Append(columns).Append("\" bgcolor=\"black\"><font point-size=\"16\" color=\"white\">")
            .Append(title).Append("</font></td></tr>");
        if (node.Activation is not null)
        {
            table.Append("<tr><td bgcolor=\"white\" colspan=\"").Append(columns).Append("\"><font point-size=\"14\">Activation: <b>")
                .Append(Encode(node.Activation)).Append("</b></font></td></tr>");
        }

        if (node.Cells.Count > 0 || node.Trainable is not null)
        {
            table.Append("<tr>");
            foreach (var (label, value) in node.Cells)
            {
                table.Append("<td bgcolor=\"white\"><font point-size=\"14\">").Append(label).Append(": <b>").Append(Encode(value))
                    .Append("</b></font></td>");
            }

            if (node.Trainable is { } trainable)
            {
                table.Append("<td bgcolor=\"").Append(trainable ? "forestgreen" : "firebrick")
                    .Append("\"><font point-size=\"14\" color=\"white\"><b>")
                    .Append(trainable ? "Trainable" : "Non-trainable").Append("</b></font></td>");
            }

            table.Append("</tr>");
        }

        return table.Append("</table>").ToString();
    }

    /// <summary>Maximum number of cells per row.</summary>
    private static int Columns(DiagramOptions options) =>
        Math.Max(1, (options.ShowShapes ? 2 : 0) + (options.ShowDtype ? 1 : 0) + (options.ShowTrainable ? 1 : 0));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
