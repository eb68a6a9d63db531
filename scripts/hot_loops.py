#!/usr/bin/env python3
"""Checks the hot loops of register tiles in a disassembly: hot_loops.py TARGET LISTING SOURCES, or hot_loops.py --self-test.

TARGET is Avx512, Avx2 or AdvSimd; LISTING is a file written by the just-in-time compiler (DOTNET_JitStdOutFile) or by objdump -d (-M intel);
SOURCES is the folder of generated C#, which says which tiles there must be. The hot part of a tile is each innermost loop with fused
multiply-adds and, where code is unrolled, what lies between the first and the last of them outside a loop. It must not touch the stack, because sums
belong in registers, and must not call. Transforms of Winograd's method (Input_Tile, Output_Tile) hold no sums, but many constants: a fifth of their instructions
may touch the stack. Exit code 1: a tile does, has no multiply-add though its source does, was not fully optimised, or is missing.
"""
import re
import sys
from pathlib import Path
from typing import NamedTuple

TILE = r"\w+_{target}_(?:\w+_)?Tile\w*"
TRANSFORM = r"_{target}_(?:Input|Output)_Tile"
JIT_METHOD = re.compile(r"^; Assembly listing for method \S*?(\w+)\+Kernels:(\w+)\(.*?\) \((.*)\)$")
OBJDUMP_METHOD = re.compile(r"^[0-9a-f]+ <(?:\w*_)?([A-Za-z0-9]+)_Kernels__(\w+)>:$")
JIT_LABEL = re.compile(r"^(G_M\w+):")
OBJDUMP_INSTRUCTION = re.compile(r"^ +([0-9a-f]+):\t(.*)$")


class Architecture(NamedTuple):
    jump: re.Pattern  # and where to
    multiply_add: re.Pattern
    call: re.Pattern
    stack: re.Pattern
    frame: re.Pattern  # what makes a register point to the stack
    framed_stack: re.Pattern  # with that register


X64 = Architecture(
    re.compile(r"j\w+ +(?:SHORT +)?(\w+)"), re.compile(r"vfn?m(add|sub)\w*[ps]s\b"), re.compile(r"call\b"),
    re.compile(r"\[rsp\b", re.I), re.compile(r"(mov +rbp, *rsp|lea +rbp, *\[rsp)"), re.compile(r"\[(rsp|rbp)\b", re.I))
ARM64 = Architecture(
    re.compile(r"(?:b|b\.\w+|cbn?z|tbn?z)\s+(?:.*, *)?(\w+) <"), re.compile(r"(fmla|fmls|fn?madd|fn?msub)\b"), re.compile(r"blr?\b"),
    re.compile(r"\[sp\b"), re.compile(r"(mov|add)\s+x29, *sp\b"), re.compile(r"\[(sp|x29)\b"))
ARCHITECTURES = {"Avx512": X64, "Avx2": X64, "AdvSimd": ARM64}


def read_methods(text):
    """Yields (class.method, remark, [(label, instruction)]) for every method of a class called Kernels."""
    name = remark = None
    code, label = [], None
    for line in [*text.splitlines(), "; Assembly listing for method end"]:
        if line.startswith("; Assembly listing") or re.match(r"^[0-9a-f]+ <", line):
            if name:
                yield name, remark, code
            jit, dump = JIT_METHOD.match(line), OBJDUMP_METHOD.match(line)
            found = jit or dump
            name, code, label = found and f"{found[1]}.{found[2]}", [], None
            remark = jit[3] if jit else "FullOpts"
        elif name and (found := JIT_LABEL.match(line)):
            label = found[1]
        elif name and (found := OBJDUMP_INSTRUCTION.match(line)):
            code.append((found[1], found[2].strip()))
        elif name and line.startswith("       ") and not line.lstrip().startswith((";", "align")):
            code.append((label, line.strip()))
            label = None


def hot_parts(code, architecture):
    """Yields ("loop" or "straight", instructions) for whatever multiplies and adds."""
    def is_multiply_add(instruction):
        return architecture.multiply_add.match(instruction)

    index = {}
    for i, (label, _) in enumerate(code):
        index.setdefault(label, i)
    jumps = [(index[jump[1]], i) for i, (_, text) in enumerate(code) if (jump := architecture.jump.match(text)) and index.get(jump[1], i + 1) <= i]
    loops = sorted((a, b) for a, b in jumps if not any(a <= c and d <= b and (a, b) != (c, d) for c, d in jumps))
    end = 0
    for first, last in [*loops, (len(code), len(code))]:
        places = [i for i in range(end, first) if is_multiply_add(code[i][1])]
        if places:
            yield "straight", [text for _, text in code[places[0]:places[-1] + 1]]
        loop = [text for _, text in code[first:last + 1]]
        if any(map(is_multiply_add, loop)):
            yield "loop", loop
        end = last + 1


def stack_pattern(code, architecture):
    """Where the frame's register does not hold the frame, it is a register like any other."""
    return architecture.framed_stack if any(architecture.frame.match(text) for _, text in code) else architecture.stack


def check(target, listing, expected):
    """Returns (report lines, number of faults)."""
    lines = [f"{'tile':<60} {'kind':<8} {'FMAs':>5} {'instructions':>12} {'stack':>5} {'calls':>5}"]
    faults, seen, architecture = 0, set(), ARCHITECTURES[target]
    for name, remark, code in read_methods(listing):
        if not re.fullmatch(TILE.format(target=target), name.split(".")[1]):
            continue
        seen.add(name)
        stack = stack_pattern(code, architecture)
        parts = list(hot_parts(code, architecture))
        wrong = [] if remark.endswith("FullOpts") else [f"compiled as {remark}"]
        if not parts and expected.get(name, True):
            wrong.append("no fused multiply-add")
        for kind, part in parts:
            spills = [text for text in part if stack.search(text)]
            calls = [text for text in part if architecture.call.match(text)]
            fmas = sum(architecture.multiply_add.match(text) is not None for text in part)
            lines.append(f"{name:<60} {kind:<8} {fmas:>5} {len(part):>12} {len(spills):>5} {len(calls):>5}")
            allowed = len(part) // 5 if re.search(TRANSFORM.format(target=target), name) else 0
            wrong += (spills[:3] if len(spills) > allowed else []) + calls[:3]
        if wrong:
            faults += 1
            lines.append(f"    WRONG: {'; '.join(re.sub(' +', ' ', text) for text in wrong)}")
    for name in sorted(expected.keys() - seen):
        faults += 1
        lines.append(f"    WRONG: {name} is in the generated code but not in the listing")
    if not seen:
        faults += 1
        lines.append(f"    WRONG: the listing holds no tile for {target}")
    lines.append(f"{len(seen)} tiles for {target}, {faults} faults")
    return lines, faults


def expected_tiles(target, sources):
    """class.method of each tile in the generated files, which are named Namespace.Class.part.g.cs, and whether it is written with multiply-adds."""
    pattern = re.compile(rf"static void ({TILE.format(target=target)})\((.*?)(?=static void|\Z)", re.S)
    return {f"{file.name.split('.')[-4]}.{method}": "MultiplyAdd" in body
            for file in Path(sources).rglob("*.g.cs") if file.name.count(".") >= 4
            for method, body in pattern.findall(file.read_text(encoding="utf-8-sig"))}


def self_test():
    def jit(body, tier="FullOpts", frame="mov      rbp, rsp", method="Conv1_Avx512_Tile1x1x1"):
        code = "".join(f"       {line}\n" for line in body)
        return (f"; Assembly listing for method Samples.Net+Kernels:{method}(ptr,ptr) ({tier})\n\nG_M000_IG01:\n       {frame}\n"
                f" \nG_M000_IG02:                ;; offset=0x0004\n{code}       dec      eax\n       jne      SHORT G_M000_IG02\n"
                f" \nG_M000_IG03:\n       vmovups  zmmword ptr [rbp-0x40], zmm0\n       call     [Samples.Net+Kernels:Tanh]\n       ret\n")

    def objdump(line):
        return ("0000000000001000 <App_Samples_Net_Kernels__Conv1_Avx512_Tile1x1x1>:\n"
                f"    1000:\tmov    rbp,rsp\n    1004:\tvfmadd231ps zmm0,zmm1,DWORD BCST [rdi]\n    1008:\t{line}\n"
                "    1010:\tdec    eax\n    1014:\tjne    1004 <App_Samples_Net_Kernels__Conv1_Avx512_Tile1x1x1+0x4>\n    1018:\tret\n")

    def arm64(line):
        return ("0000000000001000 <kernels_Batch_Net_Kernels__Conv1_AdvSimd_Tile1x1x1>:\n"
                "    1000:\tmov\tx29, sp\n    1004:\tfmla\tv16.4s, v17.4s, v8.s[0]\n"
                f"    1008:\t{line}\n    100c:\tcbnz\tw3, 1004 <kernels_Batch_Net_Kernels__Conv1_AdvSimd_Tile1x1x1+0x4>\n    1010:\tret\n")

    fma, load = "vfmadd231ps zmm0, zmm1, zmmword ptr [rsi]", "vmovups  zmm2, zmmword ptr [{}]"
    tile, clean = {"Net.Conv1_Avx512_Tile1x1x1": True}, "add    rdi,0x4"
    cases = [
        ("a clean loop", jit([fma, fma]), tile, 0),
        ("a spill", jit([fma, load.format("rbp-0x80")]), tile, 1),
        ("a spill without a frame", jit([fma, load.format("rsp+0x80")], frame="push rbx"), tile, 1),
        ("rbp as a pointer", jit([fma, load.format("rbp+0x80")], frame="push rbx"), tile, 0),
        ("a constant on a transform's stack", jit([fma, load.format("rbp-0x80"), *[fma] * 6], method="Conv1_Avx512_Input_Tile4x4"), {}, 0),
        ("a transform that spills", jit([fma, *[load.format("rbp-0x80")] * 2, *[fma] * 3], method="Conv1_Avx512_Output_Tile4x4"), {}, 1),
        ("a call", jit([fma, "call     [System.Runtime.Intrinsics.Vector512:Add]"]), tile, 1),
        ("no multiply-add", jit(["vaddps   zmm0, zmm0, zmm1"]), tile, 1),
        ("no multiply-add in the source either", jit(["vmovups  zmmword ptr [rsi], zmm0"]), {"Net.Conv1_Avx512_Tile1x1x1": False}, 0),
        ("a spill in a tile of one of several phases", jit([fma, load.format("rbp-0x80")], method="Conv1_Avx512_Phase2_Tile1x1x1"), {}, 1),
        ("code that is not optimised", jit([fma], tier="MinOpts"), tile, 1),
        ("a spill in unrolled code", jit([fma, load.format("rsp"), fma]).replace("jne ", "nop ; "), tile, 1),
        ("unrolled code", jit([fma, fma]).replace("jne ", "nop ; "), tile, 0),
        ("a spill after a loop", jit([fma]).replace("       ret\n", f"       {fma}\n       {load.format('rsp')}\n       {fma}\n       ret\n"), tile, 1),
        ("a clean loop in an executable", objdump(clean), tile, 0),
        ("a spill in an executable", objdump("vmovups zmm2,ZMMWORD PTR [rsp+0x40]"), tile, 1),
        ("a call in an executable", objdump("call   2000 <memset>"), tile, 1),
        ("a missing tile", jit([fma]), tile | {"Net.Conv2_Avx512_Tile1x1x1": True}, 1),
        ("another target's tile", jit([fma], method="Conv1_Avx2_Tile1x1x1"), {}, 1),
        ("an empty listing", "", {}, 1),
    ]
    arm64_tile = {"Net.Conv1_AdvSimd_Tile1x1x1": True}
    arm64_cases = [
        ("a clean loop for arm64", arm64("ldr\tq17, [x0], #16"), arm64_tile, 0),
        ("a spill for arm64", arm64("ldr\tq17, [x29, #16]"), arm64_tile, 1),
        ("a call for arm64", arm64("bl\t2000 <memset>"), arm64_tile, 1),
        ("a missing tile for arm64", arm64("nop"), arm64_tile | tile, 1),
    ]
    for target, (name, listing, expected, faults) in [*(("Avx512", case) for case in cases), *(("AdvSimd", case) for case in arm64_cases)]:
        lines, found = check(target, listing, expected)
        if found != faults:
            sys.exit(f"self-test: {name}: expected {faults} faults, found {found}\n" + "\n".join(lines))
    print(f"self-test: {len(cases) + len(arm64_cases)} crafted listings judged correctly")


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    target, listing, sources = sys.argv[1:]
    expected = expected_tiles(target, sources)
    if not expected:
        sys.exit(f"no tile for {target} in the generated files below {sources}")
    lines, faults = check(target, Path(listing).read_text(encoding="utf-8", errors="replace"), expected)
    print("\n".join(lines))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
