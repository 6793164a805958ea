namespace Glassbox.Tests;

/// <summary>The raw bytes of tensors, for comparisons to the bit.</summary>
internal static class TensorBits
{
    extension(Tensor tensor)
    {
        public byte[] Bits()
        {
            var bytes = new byte[tensor.Size * tensor.DType.ItemSize];
            tensor.Storage.Download(bytes);
            return bytes;
        }
    }
}
