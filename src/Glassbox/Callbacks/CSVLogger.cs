using System.Text;
using Glassbox.Saving;

namespace Glassbox.Callbacks;

/// <summary>Writes the figures of each epoch into a table: a file of comma-separated values.</summary>
/// <param name="filename">Where to.</param>
/// <param name="separator">What stands between values.</param>
/// <param name="append">Whether a file that exists is gone on with; otherwise it is replaced.</param>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/csv_logger/"/>.</remarks>
public sealed class CSVLogger(string filename, string separator = ",", bool append = false) : Callback
{
    private string[]? keys;

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        keys = null;
        if (!append)
        {
            File.WriteAllText(filename, "");
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        var text = new StringBuilder();
        if (keys is null)
        {
            string[] measured = [.. logs.Keys.Order(StringComparer.Ordinal)];
            // Validation may come in later epochs only.
            keys = measured.Any(IsOfValidation) ? measured : [.. measured, .. measured.Select(key => "val_" + key)];
            if (!File.Exists(filename) || new FileInfo(filename).Length == 0)
            {
                text.AppendJoin(separator, keys.Prepend("epoch")).Append('\n');
            }
        }

        var values = keys.Select(key => logs.TryGetValue(key, out var value) ? KerasJson.Number(value) : "NA");
        File.AppendAllText(filename, text.AppendJoin(separator, values.Prepend($"{epoch}")).Append('\n').ToString());
    }

    private static bool IsOfValidation(string key) => key.StartsWith("val_", StringComparison.Ordinal);
}
