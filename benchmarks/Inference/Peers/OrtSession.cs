using System.Runtime.InteropServices;

namespace Benchmarks.Peers;

/// <summary>
/// A model in ONNX Runtime as fast as it can be had: all graph optimisations, sequential execution, memory patterns, and inputs and outputs bound
/// once to memory that stays where it is. <see cref="Run"/> is one call into the library and nothing else.
/// </summary>
internal sealed unsafe class OrtSession : IDisposable
{
    private const int Warning = 2, Sequential = 0, AllOptimizations = 99;

    private readonly OrtApi _api;
    private readonly void* _environment;
    private readonly void* _session;
    private readonly void* _memory;
    private readonly void* _allocator;
    private readonly void* _binding;
    private readonly List<OrtTensor> _tensors = [];
    private readonly delegate* unmanaged<void*, void*, void*, void*> _run;

    /// <summary>Loads a model.</summary>
    /// <param name="api">The library.</param>
    /// <param name="modelPath">The .onnx file. Data beside it is found from there.</param>
    /// <param name="threads">Threads within an operator.</param>
    /// <param name="profilePrefix">Where a profile of every node is written by <see cref="EndProfiling"/>; null for none.</param>
    /// <exception cref="OrtException">The model does not load.</exception>
    public OrtSession(OrtApi api, string modelPath, int threads, string? profilePrefix = null)
    {
        _api = api;
        _run = (delegate* unmanaged<void*, void*, void*, void*>)api[OrtFunction.RunWithBinding];
        try
        {
            void* environment;
            fixed (byte* name = OrtApi.Utf8("benchmark"))
                api.Check(((delegate* unmanaged<int, byte*, void**, void*>)api[OrtFunction.CreateEnv])(Warning, name, &environment));
            _environment = environment;
            _session = CreateSession(modelPath, threads, profilePrefix);
            void* memory;
            api.Check(((delegate* unmanaged<int, int, void**, void*>)api[OrtFunction.CreateCpuMemoryInfo])(0, 0, &memory));
            _memory = memory;
            _allocator = api.Create(OrtFunction.GetAllocatorWithDefaultOptions);
            _binding = api.Create(OrtFunction.CreateIoBinding, _session);
            Inputs = Bind(OrtFunction.SessionGetInputCount, OrtFunction.SessionGetInputName, OrtFunction.SessionGetInputTypeInfo, OrtFunction.BindInput);
            Outputs = Bind(OrtFunction.SessionGetOutputCount, OrtFunction.SessionGetOutputName, OrtFunction.SessionGetOutputTypeInfo, OrtFunction.BindOutput);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the model reads, in its order.</summary>
    public IReadOnlyList<OrtTensor> Inputs { get; } = [];

    /// <summary>What it writes.</summary>
    public IReadOnlyList<OrtTensor> Outputs { get; } = [];

    /// <summary>Computes the outputs.</summary>
    /// <exception cref="OrtException">An operator failed.</exception>
    public void Run() => _api.Check(_run(_session, null, _binding));

    /// <summary>Copies one item's inputs, one after the other, to where the model reads them.</summary>
    public void SetInputs(ReadOnlySpan<float> values)
    {
        foreach (OrtTensor input in Inputs)
        {
            input.Write(values[..input.Length]);
            values = values[input.Length..];
        }
    }

    /// <summary>Writes the profile and returns its path.</summary>
    public string EndProfiling()
    {
        byte* path;
        _api.Check(((delegate* unmanaged<void*, void*, byte**, void*>)_api[OrtFunction.SessionEndProfiling])(_session, _allocator, &path));
        return TakeString(path);
    }

    public void Dispose()
    {
        _api.Release(OrtFunction.ReleaseIoBinding, _binding);
        foreach (OrtTensor tensor in _tensors)
        {
            _api.Release(OrtFunction.ReleaseValue, tensor.Handle);
            tensor.Dispose();
        }

        _api.Release(OrtFunction.ReleaseMemoryInfo, _memory);
        _api.Release(OrtFunction.ReleaseSession, _session);
        _api.Release(OrtFunction.ReleaseEnv, _environment);
    }

    private void* CreateSession(string modelPath, int threads, string? profilePrefix)
    {
        void* options = _api.Create(OrtFunction.CreateSessionOptions);
        try
        {
            _api.Set(OrtFunction.SetSessionGraphOptimizationLevel, options, AllOptimizations);
            _api.Set(OrtFunction.SetSessionExecutionMode, options, Sequential);
            _api.Set(OrtFunction.SetIntraOpNumThreads, options, threads);
            _api.Set(OrtFunction.SetInterOpNumThreads, options, 1);
            foreach (OrtFunction enable in new[] { OrtFunction.EnableMemPattern, OrtFunction.EnableCpuMemArena })
                _api.Check(((delegate* unmanaged<void*, void*>)_api[enable])(options));
            if (profilePrefix is not null)
            {
                fixed (byte* prefix = OrtApi.Utf8(profilePrefix))
                    _api.Check(((delegate* unmanaged<void*, byte*, void*>)_api[OrtFunction.EnableProfiling])(options, prefix));
            }

            void* session;
            fixed (byte* path = OrtApi.Utf8(modelPath))
                _api.Check(((delegate* unmanaged<void*, byte*, void*, void**, void*>)_api[OrtFunction.CreateSession])(_environment, path, options, &session));
            return session;
        }
        finally
        {
            _api.Release(OrtFunction.ReleaseSessionOptions, options);
        }
    }

    private List<OrtTensor> Bind(OrtFunction count, OrtFunction name, OrtFunction typeInfo, OrtFunction bind)
    {
        var bound = new List<OrtTensor>();
        for (nuint i = 0; i < _api.Count(count, _session); i++)
        {
            byte* text;
            _api.Check(((delegate* unmanaged<void*, nuint, void*, byte**, void*>)_api[name])(_session, i, _allocator, &text));
            void* type;
            _api.Check(((delegate* unmanaged<void*, nuint, void**, void*>)_api[typeInfo])(_session, i, &type));
            OrtTensor tensor;
            try
            {
                tensor = CreateTensor(TakeString(text), type);
            }
            finally
            {
                _api.Release(OrtFunction.ReleaseTypeInfo, type);
            }

            fixed (byte* pointer = OrtApi.Utf8(tensor.Name))
                _api.Check(((delegate* unmanaged<void*, byte*, void*, void*>)_api[bind])(_binding, pointer, tensor.Handle));
            bound.Add(tensor);
        }

        return bound;
    }

    private OrtTensor CreateTensor(string name, void* typeInfo)
    {
        // A part of the type: released with it.
        void* info = _api.Create(OrtFunction.CastTypeInfoToTensorInfo, typeInfo);
        int elementType;
        _api.Check(((delegate* unmanaged<void*, int*, void*>)_api[OrtFunction.GetTensorElementType])(info, &elementType));
        long[] shape = new long[_api.Count(OrtFunction.GetDimensionsCount, info)];
        fixed (long* sizes = shape)
            _api.Check(((delegate* unmanaged<void*, long*, nuint, void*>)_api[OrtFunction.GetDimensions])(info, sizes, (nuint)shape.Length));

        // The batch is the only size that a model may leave open.
        var tensor = new OrtTensor(name, [.. shape.Select(size => Math.Max(size, 1))], (OrtElementType)elementType);
        _tensors.Add(tensor);
        void* value;
        fixed (long* sizes = tensor.Shape)
        {
            _api.Check(((delegate* unmanaged<void*, void*, nuint, long*, nuint, int, void**, void*>)_api[OrtFunction.CreateTensorWithDataAsOrtValue])(
                _memory, tensor.Data, (nuint)tensor.Bytes, sizes, (nuint)shape.Length, elementType, &value));
        }

        tensor.Handle = value;
        return tensor;
    }

    private string TakeString(byte* text)
    {
        string taken = Marshal.PtrToStringUTF8((nint)text)!;
        _api.Check(((delegate* unmanaged<void*, void*, void*>)_api[OrtFunction.AllocatorFree])(_allocator, text));
        return taken;
    }
}
