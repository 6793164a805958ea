namespace Glassbox;

/// <remarks>Normalization of columns (the last axis is theirs) and of rows (the last axes are in them).</remarks>
internal static partial class Kernels
{
    /// <summary>The mean and the variance of each column.</summary>
    public static (Tensor Mean, Tensor Variance) ColumnMoments(Tensor x)
    {
        var (mean, variance) = (Tensor.Allocate(x.DType, [x.Shape[^1]]), Tensor.Allocate(x.DType, [x.Shape[^1]]));
        Backend.ColumnMoments(x.Storage, mean.Storage, variance.Storage);
        return (mean, variance);
    }

    public static Tensor NormalizeColumns(Tensor x, Tensor mean, Tensor deviation, Tensor? gamma, Tensor? beta)
    {
        var y = Tensor.Allocate(x.DType, x.Shape);
        Backend.NormalizeColumns(x.Storage, mean.Storage, deviation.Storage, gamma?.Storage, beta?.Storage, y.Storage);
        return y;
    }

    /// <summary>The gradients of gamma and beta.</summary>
    public static (Tensor Gamma, Tensor Beta) NormalizeColumnsSums(Tensor dy, Tensor x, Tensor mean, Tensor deviation)
    {
        var (dgamma, dbeta) = (Tensor.Allocate(x.DType, mean.Shape), Tensor.Allocate(x.DType, mean.Shape));
        Backend.NormalizeColumnsSums(dy.Storage, x.Storage, mean.Storage, deviation.Storage, dgamma.Storage, dbeta.Storage);
        return (dgamma, dbeta);
    }

    public static Tensor NormalizeColumnsGradient(Tensor dy, Tensor x, Tensor mean, Tensor deviation, Tensor? gamma, Tensor dgamma, Tensor dbeta)
    {
        var dx = Tensor.Allocate(x.DType, x.Shape);
        Backend.NormalizeColumnsGradient(dy.Storage, x.Storage, mean.Storage, deviation.Storage, gamma?.Storage, dgamma.Storage, dbeta.Storage, dx.Storage);
        return dx;
    }

    /// <summary>So many rows, and their means and deviations.</summary>
    public static (Tensor Y, Tensor Mean, Tensor Deviation) NormalizeRows(Tensor x, int rows, bool centered, Tensor? gamma, Tensor? beta, double epsilon)
    {
        var (y, mean, deviation) = (Tensor.Allocate(x.DType, x.Shape), Tensor.Allocate(x.DType, [rows]), Tensor.Allocate(x.DType, [rows]));
        Backend.NormalizeRows(centered, x.Storage, gamma?.Storage, beta?.Storage, epsilon, mean.Storage, deviation.Storage, y.Storage);
        return (y, mean, deviation);
    }

    /// <summary>The gradients of x, gamma and beta, of which the latter have a shape that is given.</summary>
    public static (Tensor X, Tensor Gamma, Tensor Beta) NormalizeRowsGradient(Tensor dy, Tensor x, bool centered, Tensor mean, Tensor deviation, Tensor? gamma, Shape weights)
    {
        var (dx, dgamma, dbeta) = (Tensor.Allocate(x.DType, x.Shape), Tensor.Allocate(x.DType, weights), Tensor.Allocate(x.DType, weights));
        Backend.NormalizeRowsGradient(centered, dy.Storage, x.Storage, mean.Storage, deviation.Storage, gamma?.Storage, dx.Storage, dgamma.Storage, dbeta.Storage);
        return (dx, dgamma, dbeta);
    }

    /// <summary>The mean and the variance of each group of channels of each sample: [samples, groups].</summary>
    public static (Tensor Mean, Tensor Variance) GroupMoments(Tensor x, int groups)
    {
        var (mean, variance) = (Tensor.Allocate(x.DType, [x.Shape[0], groups]), Tensor.Allocate(x.DType, [x.Shape[0], groups]));
        Backend.GroupMoments(x.Shape[0], x.Shape[^1], x.Storage, mean.Storage, variance.Storage);
        return (mean, variance);
    }

    /// <summary>With means and deviations [samples, groups].</summary>
    public static (Tensor Y, Tensor Mean, Tensor Deviation) NormalizeGroups(Tensor x, int groups, Tensor? gamma, Tensor? beta, double epsilon)
    {
        Shape moments = [x.Shape[0], groups];
        var (y, mean, deviation) = (Tensor.Allocate(x.DType, x.Shape), Tensor.Allocate(x.DType, moments), Tensor.Allocate(x.DType, moments));
        Backend.NormalizeGroups(x.Shape[0], x.Shape[^1], x.Storage, gamma?.Storage, beta?.Storage, epsilon, mean.Storage, deviation.Storage, y.Storage);
        return (y, mean, deviation);
    }

    /// <summary>The gradients of x, gamma and beta.</summary>
    public static (Tensor X, Tensor Gamma, Tensor Beta) NormalizeGroupsGradient(Tensor dy, Tensor x, Tensor mean, Tensor deviation, Tensor? gamma)
    {
        Shape weights = [x.Shape[^1]];
        var (dx, dgamma, dbeta) = (Tensor.Allocate(x.DType, x.Shape), Tensor.Allocate(x.DType, weights), Tensor.Allocate(x.DType, weights));
        Backend.NormalizeGroupsGradient(x.Shape[0], x.Shape[^1], dy.Storage, x.Storage, mean.Storage, deviation.Storage, gamma?.Storage, dx.Storage, dgamma.Storage, dbeta.Storage);
        return (dx, dgamma, dbeta);
    }
}
