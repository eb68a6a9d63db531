#!/usr/bin/env python3
"""Checks the hot loops of register tiles in a disassembly: hot_loops.py TARGET LISTING SOURCES, or hot_loops.py --self-test.

TARGET is Avx512 or Avx2; LISTING is a file written by the just-in-time compiler (DOTNET_JitStdOutFile) or by objdump -d -M intel;
SOURCES is the folder of generated C#, which says which tiles there must be. The hot part of a tile is each innermost loop with fused
multiply-adds and, where code is unrolled, what lies between the first and the last of them outside a loop. It must not touch the stack, because sums
belong in registers, and must not call. Exit code 1: a tile does, has no multiply-add, was not fully optimised, or is missing.
"""
import re
import sys
from pathlib import Path

TILE = r"\w+_{target}_Tile\w*"
JIT_METHOD = re.compile(r"^; Assembly listing for method \S*?(\w+)\+Kernels:(\w+)\(.*?\) \((.*)\)$")
OBJDUMP_METHOD = re.compile(r"^[0-9a-f]+ <(?:\w*_)?([A-Za-z0-9]+)_Kernels__(\w+)>:$")
JIT_LABEL = re.compile(r"^(G_M\w+):")
OBJDUMP_INSTRUCTION = re.compile(r"^ +([0-9a-f]+):\t(.*)$")
JUMP = re.compile(r"^j\w+ +(?:SHORT +)?(\w+)")


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


def hot_parts(code):
    """Yields ("loop" or "straight", instructions) for whatever multiplies and adds."""
    index = {}
    for i, (label, _) in enumerate(code):
        index.setdefault(label, i)
    jumps = [(index[jump[1]], i) for i, (_, text) in enumerate(code) if (jump := JUMP.match(text)) and index.get(jump[1], i + 1) <= i]
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


def is_multiply_add(instruction):
    return re.match(r"vfn?m(add|sub)\w*[ps]s\b", instruction) is not None


def stack_pattern(code):
    """Where rbp does not hold the frame, it is a register like any other."""
    framed = any(re.match(r"(mov +rbp, *rsp|lea +rbp, *\[rsp)", text) for _, text in code)
    return re.compile(r"\[(rsp|rbp)\b" if framed else r"\[rsp\b", re.I)


def check(target, listing, expected):
    """Returns (report lines, number of faults)."""
    lines = [f"{'tile':<60} {'kind':<8} {'FMAs':>5} {'instructions':>12} {'stack':>5} {'calls':>5}"]
    faults, seen = 0, set()
    for name, remark, code in read_methods(listing):
        if not re.fullmatch(TILE.format(target=target), name.split(".")[1]):
            continue
        seen.add(name)
        stack = stack_pattern(code)
        parts = list(hot_parts(code))
        wrong = [] if remark.endswith("FullOpts") else [f"compiled as {remark}"]
        if not parts:
            wrong.append("no fused multiply-add")
        for kind, part in parts:
            spills = [text for text in part if stack.search(text)]
            calls = [text for text in part if re.match(r"call\b", text)]
            fmas = sum(map(is_multiply_add, part))
            lines.append(f"{name:<60} {kind:<8} {fmas:>5} {len(part):>12} {len(spills):>5} {len(calls):>5}")
            wrong += spills[:3] + calls[:3]
        if wrong:
            faults += 1
            lines.append(f"    WRONG: {'; '.join(re.sub(' +', ' ', text) for text in wrong)}")
    for name in sorted(expected - seen):
        faults += 1
        lines.append(f"    WRONG: {name} is in the generated code but not in the listing")
    if not seen:
        faults += 1
        lines.append(f"    WRONG: the listing holds no tile for {target}")
    lines.append(f"{len(seen)} tiles for {target}, {faults} faults")
    return lines, faults


def expected_tiles(target, sources):
    """class.method of each tile in the generated files, which are named Namespace.Class.part.g.cs."""
    pattern = re.compile(rf"static void ({TILE.format(target=target)})\(")
    return {f"{file.name.split('.')[-4]}.{method}"
            for file in Path(sources).rglob("*.g.cs") if file.name.count(".") >= 4
            for method in pattern.findall(file.read_text(encoding="utf-8-sig"))}


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

    fma, load = "vfmadd231ps zmm0, zmm1, zmmword ptr [rsi]", "vmovups  zmm2, zmmword ptr [{}]"
    tile, clean = {"Net.Conv1_Avx512_Tile1x1x1"}, "add    rdi,0x4"
    cases = [
        ("a clean loop", jit([fma, fma]), tile, 0),
        ("a spill", jit([fma, load.format("rbp-0x80")]), tile, 1),
        ("a spill without a frame", jit([fma, load.format("rsp+0x80")], frame="push rbx"), tile, 1),
        ("rbp as a pointer", jit([fma, load.format("rbp+0x80")], frame="push rbx"), tile, 0),
        ("a call", jit([fma, "call     [System.Runtime.Intrinsics.Vector512:Add]"]), tile, 1),
        ("no multiply-add", jit(["vaddps   zmm0, zmm0, zmm1"]), tile, 1),
        ("code that is not optimised", jit([fma], tier="MinOpts"), tile, 1),
        ("a spill in unrolled code", jit([fma, load.format("rsp"), fma]).replace("jne ", "nop ; "), tile, 1),
        ("unrolled code", jit([fma, fma]).replace("jne ", "nop ; "), tile, 0),
        ("a spill after a loop", jit([fma]).replace("       ret\n", f"       {fma}\n       {load.format('rsp')}\n       {fma}\n       ret\n"), tile, 1),
        ("a clean loop in an executable", objdump(clean), tile, 0),
        ("a spill in an executable", objdump("vmovups zmm2,ZMMWORD PTR [rsp+0x40]"), tile, 1),
        ("a call in an executable", objdump("call   2000 <memset>"), tile, 1),
        ("a missing tile", jit([fma]), tile | {"Net.Conv2_Avx512_Tile1x1x1"}, 1),
        ("another target's tile", jit([fma], method="Conv1_Avx2_Tile1x1x1"), set(), 1),
        ("an empty listing", "", set(), 1),
    ]
    for name, listing, expected, faults in cases:
        lines, found = check("Avx512", listing, expected)
        if found != faults:
            sys.exit(f"self-test: {name}: expected {faults} faults, found {found}\n" + "\n".join(lines))
    print(f"self-test: {len(cases)} crafted listings judged correctly")


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
