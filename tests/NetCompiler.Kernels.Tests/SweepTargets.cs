namespace NetCompiler.Kernels.Tests;

public sealed class Avx512SweepTests(SweepFixture fixture) : SweepTests("Avx512", fixture);

public sealed class Avx2SweepTests(SweepFixture fixture) : SweepTests("Avx2", fixture);

public sealed class PortableSweepTests(SweepFixture fixture) : SweepTests("Portable", fixture);

/// <summary>Runs where the tests themselves run on a 64-bit Arm machine.</summary>
public sealed class AdvSimdSweepTests(SweepFixture fixture) : SweepTests("AdvSimd", fixture);
