using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <summary>The reference backend itself: figures that others have published, and what it refuses.</summary>
public class ReferenceTests
{
    private readonly ReferenceBackend backend = new();

    /// <remarks>Source: the known answers that come with Random123, <c>kat_vectors</c>, philox4x32 10 rounds.</remarks>
    [Theory]
    [InlineData(0, 0, 0, new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [InlineData(0x299f31d0a4093822, 0x85a308d3243f6a88, 0x0370734413198a2e, new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void The_generator_gives_its_authors_figures(ulong seed, ulong position, ulong attempt, uint[] words) =>
        Assert.Equal(words, CounterGenerator.Words(seed, position, attempt));

    /// <remarks>Source: NIST Digital Library of Mathematical Functions, table 7.23, and Abramowitz and Stegun, table 26.2.</remarks>
    [Fact]
    public void The_error_function_has_the_digits_of_published_tables()
    {
        Assert.Equal(0.520499877813046537683, SpecialFunctions.Erf(0.5), 1e-15);
        Assert.Equal(0.842700792949714869341, SpecialFunctions.Erf(1), 1e-15);
        Assert.Equal(0.966105146475310727067, SpecialFunctions.Erf(1.5), 1e-15);
        Assert.Equal(-0.995322265018952734162, SpecialFunctions.Erf(-2), 1e-15);
        Assert.Equal(0.999999999998462540206, SpecialFunctions.Erf(5), 1e-15);
        Assert.Equal(0.158655253931457051415, SpecialFunctions.NormalBelow(-1), 1e-15);
        Assert.Equal(1, SpecialFunctions.NormalBelow(-5) / 2.866515718791939116738e-7, 1e-13);
        Assert.Equal(1, SpecialFunctions.NormalBelow(-20) / 2.753624118606233695075e-89, 1e-13);
        Assert.Equal(1, SpecialFunctions.Erf(double.PositiveInfinity));
        Assert.True(double.IsNaN(SpecialFunctions.Erf(double.NaN)));
    }

    [Fact]
    public void The_logarithm_of_one_and_a_little_keeps_the_little()
    {
        Assert.Equal(1, SpecialFunctions.Log1P(1e-10) / 9.9999999995e-11, 1e-15);
        Assert.Equal(0.5596157879354226862708, SpecialFunctions.Log1P(0.75), 1e-15);
        Assert.Equal(-0.6931471805599453094172, SpecialFunctions.Log1P(-0.5), 1e-15);
        Assert.Equal(double.NegativeInfinity, SpecialFunctions.Log1P(-1));
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(4, 2)]
    [InlineData(int.MaxValue, 2)]
    public void What_is_outside_of_a_storage_is_not_to_be_had(int start, int count)
    {
        var storage = backend.Allocate(DType.Float32, 10).Window(3, 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => storage.Download(new byte[4 * count], start));
        Assert.Throws<ArgumentOutOfRangeException>(() => storage.Upload(new byte[4 * count], start));
        Assert.Throws<ArgumentOutOfRangeException>(() => storage.Window(start, count));
    }

    [Fact]
    public void A_window_shares_its_memory_and_new_memory_is_not_a_number()
    {
        var storage = backend.Allocate(DType.Float64, 4);
        Assert.All(storage.ToArray<double>(), value => Assert.True(double.IsNaN(value)));
        backend.Fill(storage.Window(1, 2), 5);
        Assert.Equal([double.NaN, 5, 5, double.NaN], storage.ToArray<double>());
    }

    [Fact]
    public void A_result_that_overlaps_an_operand_is_refused()
    {
        var storage = backend.Allocate(DType.Float32, 10);
        backend.Fill(storage, 1);
        Assert.Throws<InvalidOperationException>(() => backend.Unary(UnaryOp.Exp, storage.Window(0, 5), storage.Window(4, 5)));
        backend.Unary(UnaryOp.Exp, storage.Window(0, 5), storage.Window(5, 5));
    }

    [Fact]
    public void Warming_up_keeps_the_rules() => WarmUp.Run(backend);
}
