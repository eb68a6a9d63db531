using System.Runtime.InteropServices;
using System.Text;

namespace NetCompiler.Onnx.Tests.Harness;

/// <summary>
/// ONNX Runtime's C library, where the variable <c>NETCOMPILER_ONNXRUNTIME</c> says where it is: as much of its C API as running a model takes. Functions are known by their
/// places in the table of version 17 of the API, which later ones only append to.
/// </summary>
internal sealed unsafe class OnnxRuntime
{
    private const int Version = 17, Float = 1, ErrorsOnly = 3;
    private const string Variable = "NETCOMPILER_ONNXRUNTIME";

    private static readonly Lazy<OnnxRuntime> s_instance = new(() => new OnnxRuntime(Environment.GetEnvironmentVariable(Variable)!));

    private readonly void** _api;
    private readonly void* _environment;
    private readonly void* _memory;

    private OnnxRuntime(string path)
    {
        nint library = NativeLibrary.Load(path);
        var getBase = (delegate* unmanaged<void**>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        var getApi = (delegate* unmanaged<uint, void**>)getBase()[0];
        _api = getApi(Version);
        if (_api is null)
            throw new NotSupportedException($"'{path}' does not have version {Version} of the C API.");
        void* environment, memory;
        fixed (byte* name = "tests\0"u8)
            Check(((delegate* unmanaged<int, byte*, void**, void*>)_api[3])(ErrorsOnly, name, &environment));
        Check(((delegate* unmanaged<int, int, void**, void*>)_api[69])(0, 0, &memory));
        _environment = environment;
        _memory = memory;
    }

    /// <summary>Null where the library can be used.</summary>
    public static string? ReasonToSkip =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)) ? $"Set {Variable} to the path of libonnxruntime.so to compare with ONNX Runtime." : null;

    public static OnnxRuntime Instance => s_instance.Value;

    /// <summary>Runs a model of one output once.</summary>
    /// <param name="model">The file's content.</param>
    /// <param name="input">The name of its input.</param>
    /// <param name="shape">The input's shape, with the batch.</param>
    /// <param name="values">The input.</param>
    /// <param name="output">The name of its output.</param>
    public float[] Run(ReadOnlySpan<byte> model, string input, long[] shape, float[] values, string output)
    {
        void* options, session, inputValue, outputValue = null;
        Check(((delegate* unmanaged<void**, void*>)_api[10])(&options));
        Check(((delegate* unmanaged<void*, int, void*>)_api[24])(options, 1));
        fixed (byte* bytes = model)
            Check(((delegate* unmanaged<void*, void*, nint, void*, void**, void*>)_api[8])(_environment, bytes, model.Length, options, &session));
        try
        {
            fixed (float* data = values)
            fixed (long* dimensions = shape)
            fixed (byte* inputPointer = Encoding.UTF8.GetBytes(input + '\0'), outputPointer = Encoding.UTF8.GetBytes(output + '\0'))
            {
                byte* inputName = inputPointer, outputName = outputPointer;
                Check(((delegate* unmanaged<void*, void*, nint, long*, nint, int, void**, void*>)_api[49])(_memory, data, values.Length * sizeof(float), dimensions, shape.Length, Float, &inputValue));
                Check(((delegate* unmanaged<void*, void*, byte**, void**, nint, byte**, nint, void**, void*>)_api[9])(session, null, &inputName, &inputValue, 1, &outputName, 1, &outputValue));
                return Read(outputValue);
            }
        }
        finally
        {
            ((delegate* unmanaged<void*, void>)_api[95])(session);
            ((delegate* unmanaged<void*, void>)_api[100])(options);
        }
    }

    private float[] Read(void* value)
    {
        void* info;
        nint count;
        float* data;
        Check(((delegate* unmanaged<void*, void**, void*>)_api[65])(value, &info));
        Check(((delegate* unmanaged<void*, nint*, void*>)_api[64])(info, &count));
        Check(((delegate* unmanaged<void*, float**, void*>)_api[51])(value, &data));
        float[] result = new Span<float>(data, (int)count).ToArray();
        ((delegate* unmanaged<void*, void>)_api[99])(info);
        ((delegate* unmanaged<void*, void>)_api[96])(value);
        return result;
    }

    private void Check(void* status)
    {
        if (status is null)
            return;
        string message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<void*, byte*>)_api[2])(status))!;
        ((delegate* unmanaged<void*, void>)_api[93])(status);
        throw new InvalidOperationException($"ONNX Runtime: {message}");
    }
}
