using System;

namespace NetCompiler.Layers;

/// <summary>
/// Makes a constant a placeholder: in the layers of a block it stands for the parameter of the same name, ignoring case, of the block's constructor.
/// The constant's own value is never used; it only has to make the expressions valid C#.
/// </summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class BlockParameterAttribute : Attribute;
