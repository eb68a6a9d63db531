using System.Runtime.InteropServices;
using System.Text;

namespace Benchmarks.Peers;

/// <summary>
/// ONNX Runtime's C library. Its functions are a table of pointers whose order never changes between versions
/// (<c>onnxruntime_c_api.h</c>, struct <c>OrtApi</c>); what is called here has been there since version 1.6.
/// </summary>
internal sealed unsafe class OrtApi
{
    /// <summary>The oldest table with all functions below; newer libraries only append to it.</summary>
    private const uint TableVersion = 10;

    private readonly void** _functions;

    private OrtApi(void** functions, string version)
    {
        _functions = functions;
        Version = version;
    }

    /// <summary>The library's version, such as <c>1.30.0</c>.</summary>
    public string Version { get; }

    /// <summary>Loads the library.</summary>
    /// <exception cref="DllNotFoundException">The file is missing or is no library of this machine.</exception>
    /// <exception cref="NotSupportedException">The library is older than the table.</exception>
    public static OrtApi Load(string path)
    {
        nint library = NativeLibrary.Load(path);
        var getBase = (delegate* unmanaged<void**>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        void** apiBase = getBase();
        var getApi = (delegate* unmanaged<uint, void**>)apiBase[0];
        var getVersion = (delegate* unmanaged<byte*>)apiBase[1];
        string version = Marshal.PtrToStringUTF8((nint)getVersion())!;
        void** functions = getApi(TableVersion);
        return functions is not null ? new OrtApi(functions, version) : throw new NotSupportedException($"ONNX Runtime {version} is too old.");
    }

    /// <summary>A function of the table.</summary>
    public void* this[OrtFunction function] => _functions[(int)function];

    /// <summary>Throws if a call failed, and releases its status.</summary>
    /// <param name="status">What the call returned; null when it succeeded.</param>
    /// <exception cref="OrtException">The call failed.</exception>
    public void Check(void* status)
    {
        if (status is null)
            return;
        string message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<void*, byte*>)this[OrtFunction.GetErrorMessage])(status))!;
        Release(OrtFunction.ReleaseStatus, status);
        throw new OrtException(message);
    }

    /// <summary>Calls a function that makes something and takes nothing.</summary>
    public void* Create(OrtFunction function)
    {
        void* created;
        Check(((delegate* unmanaged<void**, void*>)this[function])(&created));
        return created;
    }

    /// <summary>Calls a function that makes something of something else.</summary>
    public void* Create(OrtFunction function, void* source)
    {
        void* created;
        Check(((delegate* unmanaged<void*, void**, void*>)this[function])(source, &created));
        return created;
    }

    /// <summary>Calls a function that sets a number.</summary>
    public void Set(OrtFunction function, void* target, int value) => Check(((delegate* unmanaged<void*, int, void*>)this[function])(target, value));

    /// <summary>Calls a function that counts.</summary>
    public nuint Count(OrtFunction function, void* source)
    {
        nuint count;
        Check(((delegate* unmanaged<void*, nuint*, void*>)this[function])(source, &count));
        return count;
    }

    /// <summary>Calls a function that releases what it is given; null is nothing to release.</summary>
    public void Release(OrtFunction function, void* instance)
    {
        if (instance is not null)
            ((delegate* unmanaged<void*, void>)this[function])(instance);
    }

    /// <summary>A string as the library takes it, closed by a zero.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + '\0');
}

/// <summary>Places in the table.</summary>
internal enum OrtFunction
{
    GetErrorMessage = 2,
    CreateEnv = 3,
    CreateSession = 7,
    CreateSessionFromArray = 8,
    CreateSessionOptions = 10,
    SetSessionExecutionMode = 13,
    EnableProfiling = 14,
    EnableMemPattern = 16,
    EnableCpuMemArena = 18,
    SetSessionGraphOptimizationLevel = 23,
    SetIntraOpNumThreads = 24,
    SetInterOpNumThreads = 25,
    SessionGetInputCount = 30,
    SessionGetOutputCount = 31,
    SessionGetInputTypeInfo = 33,
    SessionGetOutputTypeInfo = 34,
    SessionGetInputName = 36,
    SessionGetOutputName = 37,
    CreateTensorWithDataAsOrtValue = 49,
    CastTypeInfoToTensorInfo = 55,
    GetTensorElementType = 60,
    GetDimensionsCount = 61,
    GetDimensions = 62,
    CreateCpuMemoryInfo = 69,
    AllocatorFree = 76,
    GetAllocatorWithDefaultOptions = 78,
    ReleaseEnv = 92,
    ReleaseStatus = 93,
    ReleaseMemoryInfo = 94,
    ReleaseSession = 95,
    ReleaseValue = 96,
    ReleaseTypeInfo = 98,
    ReleaseSessionOptions = 100,
    SessionEndProfiling = 110,
    RunWithBinding = 133,
    CreateIoBinding = 134,
    ReleaseIoBinding = 135,
    BindInput = 136,
    BindOutput = 137,
}

/// <summary>ONNX Runtime refused something; the message is its own.</summary>
internal sealed class OrtException(string message) : Exception(message);
