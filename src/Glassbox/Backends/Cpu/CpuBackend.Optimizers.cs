using System.Numerics;

namespace Glassbox.Backends.Cpu;

internal sealed partial class CpuBackend
{
    public void Sgd(Storage weight, Storage gradient, Storage? velocity, double learningRate, double momentum, bool nesterov)
    {
        if (weight.DType == DType.Float32)
        {
            OptimizerPass.Run(new SgdStep<float>((float)learningRate, (float)momentum, velocity is not null, nesterov),
                weight.Span<float>(), gradient.Span<float>(), OrNone<float>(velocity));
        }
        else
        {
            OptimizerPass.Run(new SgdStep<double>(learningRate, momentum, velocity is not null, nesterov), weight.Span<double>(),
                gradient.Span<double>(), OrNone<double>(velocity));
        }
    }

    public void RmsProp(Storage weight, Storage gradient, Storage velocity, Storage? momentumSlot, Storage? average, double learningRate,
        double rho, double momentum, double epsilon)
    {
        if (weight.DType == DType.Float32)
        {
            OptimizerPass.Run(
                new RmsPropStep<float>(
                    (float)learningRate, (float)rho, (float)(1 - rho), (float)momentum, (float)epsilon,
                    momentumSlot is not null, average is not null),
                weight.Span<float>(), gradient.Span<float>(), velocity.Span<float>(), OrNone<float>(momentumSlot), OrNone<float>(average));
        }
        else
        {
            OptimizerPass.Run(
                new RmsPropStep<double>(learningRate, rho, 1 - rho, momentum, epsilon, momentumSlot is not null, average is not null),
                weight.Span<double>(), gradient.Span<double>(), velocity.Span<double>(), OrNone<double>(momentumSlot),
                OrNone<double>(average));
        }
    }

    public void Adam(Storage weight, Storage gradient, Storage momentum, Storage velocity, Storage? largestVelocity, double alpha,
        double beta1, double beta2, double epsilon)
    {
        if (weight.DType == DType.Float32)
        {
            var step = new AdamStep<float>((float)alpha, (float)(1 - beta1), (float)(1 - beta2), (float)epsilon);
            Adam(step, weight, gradient, momentum, velocity, largestVelocity);
        }
        else
        {
            Adam(new AdamStep<double>(alpha, 1 - beta1, 1 - beta2, epsilon), weight, gradient, momentum, velocity, largestVelocity);
        }
    }

    private static void Adam<T>(AdamStep<T> step, Storage weight, Storage gradient, Storage momentum, Storage velocity,
        Storage? largestVelocity) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (largestVelocity is null)
        {
            OptimizerPass.Run(step, weight.Span<T>(), gradient.Span<T>(), momentum.Span<T>(), velocity.Span<T>());
        }
        else
        {
            OptimizerPass.Run(new AmsGradStep<T>(step), weight.Span<T>(), gradient.Span<T>(), momentum.Span<T>(), velocity.Span<T>(),
                largestVelocity.Span<T>());
        }
    }
}
