using System.Runtime.InteropServices;

namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>
/// Floats that end where a page of memory ends, before one that must not be touched: a user's array may lie so, and a vector read past its end,
/// harmless elsewhere, then ends the process. If that happens here, the crash report's first line of the stack is the kernel at fault.
/// Only on Linux; elsewhere it is a plain allocation.
/// </summary>
internal sealed unsafe partial class PageEndBuffer : IDisposable
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly nint _memory;
    private readonly nuint _bytes;

    public PageEndBuffer(int length)
    {
        Length = length;
        nuint page = (nuint)Environment.SystemPageSize, size = (nuint)length * sizeof(float);
        _bytes = ((size + page - 1) / page * page) + page;
        if (!OperatingSystem.IsLinux())
        {
            _memory = (nint)NativeMemory.Alloc(_bytes);
            Pointer = (float*)_memory;
            return;
        }

        _memory = Map(0, _bytes, ReadWrite, PrivateAnonymous, -1, 0);
        if (_memory == -1 || Protect(_memory + (nint)(_bytes - page), page, 0) != 0)
            throw new InvalidOperationException("The pages could not be mapped.");
        Pointer = (float*)(_memory + (nint)(_bytes - page - size));
    }

    public int Length { get; }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Length);

    public PageEndBuffer Fill(float value)
    {
        Span.Fill(value);
        return this;
    }

    public PageEndBuffer Fill(ReadOnlySpan<float> values)
    {
        values.CopyTo(Span);
        return this;
    }

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
            _ = Unmap(_memory, _bytes);
        else
            NativeMemory.Free((void*)_memory);
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
