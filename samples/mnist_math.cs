#:project ../src/Glassbox/Glassbox.csproj

// The arithmetic of a dense layer, relu(x·W + b), in plain loops and with the operations of the library.
//
//     dotnet run samples/mnist_math.cs
//
// The first run restores packages and compiles the library before it prints anything: about a minute, or more on a slow machine.

using Glassbox;

int[] vector1 = [5, -2];
int[] vector2 = [-3, 0];
int[,] matrix1 = { { 2, 3 }, { 3, 5 } };
int[,] matrix2 = { { 1, 2 }, { 5, -1 } };

Show("vector_dot", VectorDot(vector1, vector2), Tensor.FromArray(vector1).Dot(vector2));
Show("matrix_dot", MatrixDot(matrix1, matrix2), Tensor.FromArray(matrix1).Dot(matrix2));
Show("matrix plus vector", AddVector(matrix1, vector1), Tensor.FromArray(matrix1) + vector1);
Show("relu of the sum", Relu(AddVector(matrix1, vector1)), Ops.Relu(Tensor.FromArray(matrix1) + vector1));
Show("relu of the second matrix", Relu(matrix2), Ops.Relu(matrix2));

// The dot product: the sum of the products of corresponding elements.
static int VectorDot(int[] x, int[] y)
{
    var sum = 0;
    for (var i = 0; i < x.Length; i++)
    {
        sum += x[i] * y[i];
    }

    return sum;
}

// The matrix product: the dot product of each row of x with each column of y.
static int[,] MatrixDot(int[,] x, int[,] y)
{
    var product = new int[x.GetLength(0), y.GetLength(1)];
    for (var row = 0; row < x.GetLength(0); row++)
    {
        for (var column = 0; column < y.GetLength(1); column++)
        {
            for (var k = 0; k < y.GetLength(0); k++)
            {
                product[row, column] += x[row, k] * y[k, column];
            }
        }
    }

    return product;
}

// Broadcasting: the vector is added to each row, as a layer adds its bias.
static int[,] AddVector(int[,] x, int[] y)
{
    var sum = new int[x.GetLength(0), x.GetLength(1)];
    for (var row = 0; row < x.GetLength(0); row++)
    {
        for (var column = 0; column < x.GetLength(1); column++)
        {
            sum[row, column] = x[row, column] + y[column];
        }
    }

    return sum;
}

// The rectified linear unit: max(x, 0), element by element.
static int[,] Relu(int[,] x)
{
    var result = new int[x.GetLength(0), x.GetLength(1)];
    for (var row = 0; row < x.GetLength(0); row++)
    {
        for (var column = 0; column < x.GetLength(1); column++)
        {
            result[row, column] = Math.Max(x[row, column], 0);
        }
    }

    return result;
}

// Prints both results in NumPy's layout; they must be equal.
static void Show(string title, Tensor byHand, Tensor byLibrary)
{
    if (!Ops.AllClose(byHand, byLibrary))
    {
        throw new InvalidOperationException($"{title}: {byHand} in plain loops, but {byLibrary} by the library.");
    }

    Console.WriteLine(title);
    Console.WriteLine($"plain loops:\n{byHand}");
    Console.WriteLine($"library:\n{byLibrary}\n");
}
