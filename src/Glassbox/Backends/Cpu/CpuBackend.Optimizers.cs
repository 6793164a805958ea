namespace Glassbox.Backends.Cpu;

internal sealed partial class CpuBackend
{
    public void Sgd(Storage weight, Storage gradient, Storage? velocity, double learningRate, double momentum, bool nesterov)
    {
        if (weight.DType == DType.Float32)
        {
            OptimizerSteps.Sgd(weight.Span<float>(), gradient.Span<float>(), Slot<float>(velocity), (float)learningRate, (float)momentum, nesterov);
        }
        else
        {
            OptimizerSteps.Sgd(weight.Span<double>(), gradient.Span<double>(), Slot<double>(velocity), learningRate, momentum, nesterov);
        }
    }

    public void RmsProp(Storage weight, Storage gradient, Storage velocity, Storage? momentumSlot, Storage? average, double learningRate, double rho, double momentum, double epsilon)
    {
        if (weight.DType == DType.Float32)
        {
            OptimizerSteps.RmsProp(
                weight.Span<float>(), gradient.Span<float>(), velocity.Span<float>(), Slot<float>(momentumSlot), Slot<float>(average),
                (float)learningRate, (float)rho, (float)momentum, (float)epsilon);
        }
        else
        {
            OptimizerSteps.RmsProp(
                weight.Span<double>(), gradient.Span<double>(), velocity.Span<double>(), Slot<double>(momentumSlot), Slot<double>(average),
                learningRate, rho, momentum, epsilon);
        }
    }

    public void Adam(Storage weight, Storage gradient, Storage momentum, Storage velocity, Storage? largestVelocity, double alpha, double beta1, double beta2, double epsilon)
    {
        if (weight.DType == DType.Float32)
        {
            OptimizerSteps.Adam(
                weight.Span<float>(), gradient.Span<float>(), momentum.Span<float>(), velocity.Span<float>(), Slot<float>(largestVelocity),
                (float)alpha, (float)beta1, (float)beta2, (float)epsilon);
        }
        else
        {
            OptimizerSteps.Adam(
                weight.Span<double>(), gradient.Span<double>(), momentum.Span<double>(), velocity.Span<double>(), Slot<double>(largestVelocity),
                alpha, beta1, beta2, epsilon);
        }
    }

    private static Span<T> Slot<T>(Storage? slot) => slot is null ? [] : slot.Span<T>();
}
