#:project ../src/Glassbox/Glassbox.csproj

// Regression on tabular data: predicts the median house price of a district from eight features.
//
//     dotnet run samples/regression.cs
//     dotnet run samples/regression.cs -- synthetic 3     three epochs on synthetic data, without a download
//
// The first run restores packages and compiles the library before it prints anything: about a minute, or more on a slow machine.
//
// Without a network it uses 20,640 synthetic samples; then the last line is
// "test MAE: 24,372 dollars; 72,804 for the mean price as the prediction".

using Glassbox;
using Glassbox.Datasets;
using Glassbox.Layers;

var epochs = args.Length > 1 ? int.Parse(args[1]) : 20;

Utils.SetRandomSeed(1337);
var ((xTrain, yTrain), (xTest, yTest)) = args is ["synthetic", ..] ? Synthetic(20_640) : Load();
Console.WriteLine($"{xTrain.Shape[0]} training samples, {xTest.Shape[0]} test samples; prices from {yTrain.Min():N0} to "
    + $"{yTrain.Max():N0}, mean {yTrain.Mean():N0}");

// Standardize the features to mean 0 and standard deviation 1, with the statistics of the training data only. The targets are in units of
// 100,000 dollars.
var (mean, deviation) = (xTrain.Mean(axis: 0), Ops.Std(xTrain, axis: 0));
xTrain = (xTrain - mean) / deviation;
xTest = (xTest - mean) / deviation;
var (train, validation) = Utils.SplitDataset((xTrain, yTrain / 100_000f), rightSize: 0.1);

var model = new Sequential
{
    new Dense(64, activation: "relu", inputShape: [xTrain.Shape[1]]),
    new Dense(64, activation: "relu"),
    new Dense(1),
};
model.Summary();
model.Compile(optimizer: "adam", loss: "mse", metrics: ["mae"]);
model.Fit(train.X, train.Y, batchSize: 64, epochs: epochs, validationData: validation, verbose: 2);

var (_, error) = model.Evaluate(xTest, yTest / 100_000f, verbose: 0);
var baseline = Ops.Abs(yTest / 100_000f - train.Y.Mean()).Mean();
Console.WriteLine();
Console.WriteLine("sample     predicted    target");
var predicted = model.Predict(xTest[..5], verbose: 0) * 100_000f;
for (var i = 0; i < 5; i++)
{
    Console.WriteLine($"{i,8}   {(double)predicted[i, 0],9:N0} {(double)yTest[i],9:N0}");
}

Console.WriteLine();
Console.WriteLine($"test MAE: {error * 100_000:N0} dollars; {baseline * 100_000:N0} for the mean price as the prediction");

static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Load()
{
    try
    {
        var ((xTrain, yTrain), (xTest, yTest)) = CaliforniaHousing.LoadData();
        return ((xTrain.Cast("float32"), yTrain.Cast("float32")), (xTest.Cast("float32"), yTest.Cast("float32")));
    }
    catch (DatasetUnavailableException)
    {
        Console.WriteLine("California Housing is not on this machine and cannot be downloaded: using synthetic data instead.");
        return Synthetic(20_640);
    }
}

// Synthetic data: prices depend on income, rooms and the distance to two cities on the coast, with multiplicative noise.
static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Synthetic(int n)
{
    var income = Ops.Exp(Tensor.RandomNormal([n], mean: 1.25, stddev: 0.45));
    var age = Tensor.RandomUniform([n], 1, 52);
    var rooms = 3.5f + income * 0.45f + Tensor.RandomNormal([n], stddev: 0.8);
    var bedrooms = rooms / 5 + Tensor.RandomNormal([n], stddev: 0.05);
    var population = Ops.Exp(Tensor.RandomNormal([n], mean: 7, stddev: 0.7));
    var occupants = 2 + Ops.Exp(Tensor.RandomNormal([n], stddev: 0.4));
    var latitude = Tensor.RandomUniform([n], 32.5, 42);
    var longitude = Tensor.RandomUniform([n], -124.3, -114.3);

    var value = 40_000f * income + 8_000f * rooms - 15_000f * occupants + 500f * age
        + 180_000f * (Near(37.8f, -122.4f) + Near(34.0f, -118.3f));
    var price = Ops.Clip(value * Ops.Exp(Tensor.RandomNormal([n], stddev: 0.15)), 15_000, 500_000);

    var x = Ops.Stack([income, age, rooms, bedrooms, population, occupants, latitude, longitude], axis: 1);
    var (train, test) = Utils.SplitDataset((x, price), leftSize: 0.8);
    return ((train.X, train.Y), (test.X, test.Y));

    Tensor Near(float north, float east) => Ops.Exp((Ops.Square(latitude - north) + Ops.Square(longitude - east)) * -0.5f);
}
