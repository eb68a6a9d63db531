using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace NetCompiler.Tests;

/// <summary>Random damage to a safetensors file: half of it blind, half of it knowing the format.</summary>
internal static class Mutation
{
    private static readonly string[] s_numbers =
        ["0", "1", "-1", "4", "88", "120", "2147483647", "4294967296", "9223372036854775807", "18446744073709551615", "1e9", "0.5", "[]", "null", "\"1\""];

    private static readonly string[] s_words = ["dtype", "shape", "data_offsets", "F32", "F64", "F16", "U8", "F4", "__metadata__", "shift.bias", "\\ud800", "", "é"];

    public static byte[] Of(byte[] good, Random random)
    {
        byte[] bytes = [.. good];
        for (int rounds = random.Next(1, 4); rounds > 0; rounds--)
        {
            bytes = random.Next(2) == 0 ? Blind(bytes, random) : Knowing(bytes, random);
        }

        return bytes;
    }

    private static byte[] Blind(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length + 1);
        int length = Math.Min(random.Next(1, 9), bytes.Length - at);
        switch (random.Next(5))
        {
            case 0 when at < bytes.Length:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                return bytes[..at];
            case 2:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 3:
                byte[] noise = new byte[random.Next(1, 9)];
                random.NextBytes(noise);
                return [.. bytes[..at], .. noise, .. bytes[at..]];
            default:
                return [.. bytes[..at], .. bytes.AsSpan(at, length), .. bytes[at..]];
        }
    }

    /// <summary>Changes one number or word of the header and corrects the header's length.</summary>
    private static byte[] Knowing(byte[] bytes, Random random)
    {
        if (bytes.Length < 8 || BinaryPrimitives.ReadUInt64LittleEndian(bytes) > (ulong)bytes.Length - 8)
        {
            return bytes;
        }

        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        string header = Encoding.Latin1.GetString(bytes, 8, headerLength);
        bool number = random.Next(2) == 0;
        MatchCollection places = Regex.Matches(header, number ? "(?<![A-Z0-9])[0-9]+" : "(?<=\")[^\",:{}\\[\\]]+(?=\")");
        if (places.Count == 0)
        {
            return bytes;
        }

        Match place = places[random.Next(places.Count)];
        string[] choices = number ? s_numbers : s_words;
        header = header[..place.Index] + choices[random.Next(choices.Length)] + header[(place.Index + place.Length)..];
        return SafetensorsBytes.Make(Encoding.Latin1.GetBytes(header), bytes[(8 + headerLength)..]);
    }
}
