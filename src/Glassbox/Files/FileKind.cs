using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace Glassbox.Saving;

/// <summary>Identifies a file's format by its signature, and the call that opens it, for error messages.</summary>
internal static class FileKind
{
    private const int Beginning = 512;

    /// <summary>Creates the exception for a file of the wrong format.</summary>
    /// <param name="path">The file, or a folder.</param>
    /// <param name="wanted">The expected format, such as <c>a .keras file</c>.</param>
    public static InvalidDataException Wrong(string path, string wanted) => new($"{path}: this is not {wanted}. {Describe(path)}");

    /// <summary>Rejects a folder, and a file without the expected signature.</summary>
    /// <param name="path">The file.</param>
    /// <param name="signature">Expected signature.</param>
    /// <param name="wanted">Expected format.</param>
    /// <exception cref="InvalidDataException">The signature differs; the message names the actual format.</exception>
    public static void Require(string path, ReadOnlySpan<byte> signature, string wanted)
    {
        if (Directory.Exists(path) || !Start(path).AsSpan().StartsWith(signature))
        {
            throw Wrong(path, wanted);
        }
    }

    private static byte[] Start(string path)
    {
        using var stream = File.OpenRead(path);
        var start = new byte[Math.Min(Beginning, stream.Length)];
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private static string Describe(string path)
    {
        if (Directory.Exists(path))
        {
            return "It is a folder, such as TensorFlow's SavedModel: open it in Keras and write it with model.save(\"model.keras\").";
        }

        ReadOnlySpan<byte> start = Start(path);
        return start switch
        {
            [] => "It is empty: was it cut off while it was copied or downloaded?",
            _ when start.StartsWith(Hdf5File.Signature) => "It is an HDF5 file: a whole model in Keras's old form is opened by "
                + "Model.Load if its name ends in .h5, and weights alone by model.LoadWeights if it ends in .weights.h5.",
            [(byte)'P', (byte)'K', ..] => Archive(path),
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => "It is a NumPy array: Npy.Load opens it.",
            [0x1F, 0x8B, ..] => "It is compressed with gzip: unpack it first (Idx.Load reads compressed IDX files as they are).",
            [_, _, _, _, 0, 0, 0, 0, (byte)'{', ..] => "It is a safetensors file: SafeTensors.Load opens it, and model.LoadWeights if its "
                + "name ends in .safetensors.",
            _ when IsText(start, out var text) && text.TrimStart().StartsWith('{') => "It is text in JSON: if it describes a model, "
                + "Model.FromJson(File.ReadAllText(path)) makes it, without its weights.",
            _ when IsText(start, out var text) => text.TrimStart().StartsWith('<')
                ? "It is a web page: was it downloaded from an address that shows the file instead of giving it?"
                : text.StartsWith("version https://git-lfs", StringComparison.Ordinal)
                ? "It is a pointer of Git LFS, not the file itself: git lfs pull fetches that."
                : "It is text.",
            _ when Path.GetExtension(path).Equals(".pb", StringComparison.OrdinalIgnoreCase) => "It is a graph of TensorFlow: open "
                + "it there and write it with Keras's model.save(\"model.keras\").",
            [0x80, >= 2 and <= 5, ..] => "It is pickled by Python, which may run any code and is not read: save the model in Keras with "
                + "model.save(\"model.keras\").",
            _ => "It begins as no kind of file that is known here.",
        };
    }

    /// <summary>Describes the content of a zip archive.</summary>
    private static string Archive(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return archive.GetEntry("config.json") is not null ? "It is a .keras file: Model.Load opens it if its name ends in .keras."
                : archive.Entries.Any(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)) ? "It is an npz file: Npz.Load "
                + "opens it, and model.LoadWeights if its name ends in .npz."
                : archive.Entries.Any(entry => entry.FullName.EndsWith(".pkl", StringComparison.Ordinal)) ? "It is a file of PyTorch: "
                + "save its weights as safetensors there, and open these with SafeTensors.Load."
                : "It is a zip archive of something else.";
        }
        catch (InvalidDataException)
        {
            return "It is a zip archive that is cut off or damaged.";
        }
    }

    private static bool IsText(ReadOnlySpan<byte> start, out string text)
    {
        // The last character may be truncated.
        for (var cut = 0; cut < 4 && cut < start.Length; cut++)
        {
            if (Utf8.IsValid(start[..^cut]))
            {
                text = Encoding.UTF8.GetString(start[..^cut]);
                return !text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'));
            }
        }

        text = "";
        return false;
    }
}
