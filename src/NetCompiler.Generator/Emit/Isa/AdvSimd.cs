namespace NetCompiler.Generator.Emit;

/// <summary>NEON on 64-bit Arm: 32 registers of 4 floats, and multiplication by a lane.</summary>
internal sealed class AdvSimd : InstructionSet
{
    public override string Name => "AdvSimd";

    public override string Guard => "AdvSimd.Arm64.IsSupported";

    public override int Lanes => 4;

    public override int Registers => 31;   // one of the 32 stays free: the just-in-time compiler spills earlier than it must

    public override bool HasLaneMultiplyAdd => true;

    public override string Load(string pointer) => $"AdvSimd.LoadVector128({pointer})";

    public override string Store(string pointer, string value) => $"AdvSimd.Store({pointer}, {value});";

    public override string Broadcast(string pointer) => $"AdvSimd.LoadAndReplicateToVector128({pointer})";

    public override string Add(string a, string b) => $"AdvSimd.Add({a}, {b})";

    public override string Subtract(string a, string b) => $"AdvSimd.Subtract({a}, {b})";

    public override string Multiply(string a, string b) => $"AdvSimd.Multiply({a}, {b})";

    public override string Divide(string a, string b) => $"AdvSimd.Arm64.Divide({a}, {b})";

    public override string Sqrt(string a) => $"AdvSimd.Arm64.Sqrt({a})";

    public override string Max(string a, string b) => $"AdvSimd.Max({a}, {b})";

    /// <summary>FMAX keeps NaN by itself.</summary>
    public override string MaxOrNaN(string a, string b) => Max(a, b);

    public override string Min(string a, string b) => $"AdvSimd.Min({a}, {b})";

    public override string MultiplyAdd(string a, string b, string c) => $"AdvSimd.FusedMultiplyAdd({c}, {a}, {b})";

    public override string MultiplySubtract(string a, string b, string c) => $"AdvSimd.FusedMultiplySubtract({c}, {a}, {b})";

    public override string MultiplyAddLane(string a, int lane, string b, string c) =>
        $"AdvSimd.Arm64.FusedMultiplyAddBySelectedScalar({c}, {b}, {a}, {lane})";

    public override string Round(string a) => $"AdvSimd.RoundToNearest({a})";

    public override string Even(string a, string b) => $"AdvSimd.Arm64.UnzipEven({a}, {b})";

    public override string Odd(string a, string b) => $"AdvSimd.Arm64.UnzipOdd({a}, {b})";
}
