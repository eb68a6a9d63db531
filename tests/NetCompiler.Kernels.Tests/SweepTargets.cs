namespace NetCompiler.Kernels.Tests;

/// <summary>AVX2 is swept in a project of its own, NetCompiler.Kernels.Avx2.Tests, where AVX-512 is hidden from the compiler.</summary>
public sealed class Avx512SweepTests(SweepFixture fixture) : SweepTests("Avx512", fixture);

public sealed class PortableSweepTests(SweepFixture fixture) : SweepTests("Portable", fixture);

/// <summary>Runs where the tests themselves run on a 64-bit Arm machine.</summary>
public sealed class AdvSimdSweepTests(SweepFixture fixture) : SweepTests("AdvSimd", fixture);
