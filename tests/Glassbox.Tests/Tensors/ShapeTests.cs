namespace Glassbox.Tests.Tensors;

public class ShapeTests
{
    [Fact]
    public void A_shape_prints_as_NumPy_prints_it()
    {
        Assert.Equal("()", Shape.Scalar.ToString());
        Assert.Equal("(3,)", Shape.Create([3]).ToString());
        Assert.Equal("(60000, 28, 28)", Shape.Create([60000, 28, 28]).ToString());
        Assert.Equal("(None, 784)", Shape.Create([784]).WithBatch().ToString());
    }
}
