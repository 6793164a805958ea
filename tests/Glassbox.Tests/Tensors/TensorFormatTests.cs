using System.Globalization;

namespace Glassbox.Tests.Tensors;

public sealed class TensorFormatTests
{
    [Fact]
    public void A_scalar_takes_the_formats_of_a_number()
    {
        Tensor loss = 0.123456f;

        Assert.Equal("0.1235", string.Create(CultureInfo.InvariantCulture, $"{loss:F4}"));
        Assert.Equal("12.3 %", string.Create(CultureInfo.InvariantCulture, $"{loss:P1}"));
        Assert.Equal("   0.12", string.Create(CultureInfo.InvariantCulture, $"{loss,7:F2}"));
        Assert.Equal("0,1235", string.Create(CultureInfo.GetCultureInfo("de-DE"), $"{loss:F4}"));
        Assert.Equal("1,234", string.Create(CultureInfo.InvariantCulture, $"{Tensor.FromArray(new[] { 1234 })[0]:N0}"));
        Assert.Equal("NaN", string.Create(CultureInfo.InvariantCulture, $"{(Tensor)float.NaN:F4}"));
    }

    [Fact]
    public void Any_other_tensor_has_the_format_applied_to_each_element()
    {
        Tensor x = new[,] { { 1, -2.25f }, { 10.126f, 0 } };

        Assert.Equal("[[ 1.00 -2.25]\n [10.13  0.00]]", string.Create(CultureInfo.InvariantCulture, $"{x:F2}"));
        Assert.Equal("[1.0]", string.Create(CultureInfo.InvariantCulture, $"{x[0, ..1]:F1}"));
        Assert.Equal("[0.0 0.0 0.0 ... 0.0 0.0 0.0]", string.Create(CultureInfo.InvariantCulture, $"{Tensor.Zeros([2000]):F1}"));
    }

    [Fact]
    public void Without_a_format_it_prints_as_NumPy_in_every_culture()
    {
        Tensor x = new[] { 1, 2.5f };

        Assert.Equal("[1.  2.5]", string.Create(CultureInfo.GetCultureInfo("de-DE"), $"{x}"));
        Assert.Equal($"{x}", x.ToString("", null));
        Assert.Equal("0.5", string.Create(CultureInfo.GetCultureInfo("de-DE"), $"{(Tensor)0.5}"));
    }

    [Fact]
    public void What_has_no_format_is_printed_as_it_is()
    {
        Assert.Equal("[ True False]", $"{Tensor.FromArray(new[] { true, false }):F2}");
        Assert.Equal("[]", $"{Tensor.Zeros([0]):F2}");
        var symbolic = Glassbox.Keras.Input([3]);
        Assert.Equal(symbolic.ToString(), $"{symbolic:F2}");
        Assert.Throws<FormatException>(() => $"{(Tensor)1.5f:D3}");
    }
}
