namespace NetCompiler.TestReference.Layers;

/// <summary>What pools share: windows without padding, one value per window and channel.</summary>
public abstract record PoolReference(string Kind, ReferenceWindow Window) : ReferenceLayer(Kind)
{
    public override string Arguments
    {
        get
        {
            if (Window.StrideY == Window.Height && Window.StrideX == Window.Width)
                return Window.KernelArgument;
            return Window.StrideY == Window.StrideX
                ? $"{Window.KernelArgument}, Stride = {Window.StrideY}"
                : $"{Window.KernelArgument}, Strides = [{Window.StrideY}, {Window.StrideX}]";
        }
    }

    public override int[] OutputShape(int[] input)
    {
        (int height, int width) = Window.OutputSize(input[1], input[2]);
        return [input[0], height, width];
    }

    /// <summary>Every window: channel, output row and column.</summary>
    protected void ForEachWindow(Tensor input, Action<int, int, int> visit)
    {
        int[] shape = OutputShape(input.Shape);
        for (int c = 0; c < shape[0]; c++)
        {
            for (int y = 0; y < shape[1]; y++)
            {
                for (int x = 0; x < shape[2]; x++)
                    visit(c, y, x);
            }
        }
    }

    /// <summary>The input's rows and columns under a window, in row-major order.</summary>
    protected IEnumerable<(int Row, int Column)> Pixels(int y, int x)
    {
        for (int i = 0; i < Window.Height; i++)
        {
            for (int j = 0; j < Window.Width; j++)
                yield return ((y * Window.StrideY) + i, (x * Window.StrideX) + j);
        }
    }
}
