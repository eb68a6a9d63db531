#!/usr/bin/env python3
"""Looks at the hot loops of compiled kernels: check_codegen.py <object>.

A hot loop is an innermost loop with at least 16 fused multiply-adds on whole registers: a register tile. It must not load or store
registers on the stack, and must not call. Prints one line per loop that does, and a summary; exit code 1 if there is one, or no loop at all.
"""
import re
import subprocess
import sys

LEAST_FMLA = 16

disassembly = subprocess.run(
    ["aarch64-linux-gnu-objdump", "-d", "--no-show-raw-insn", sys.argv[1]], capture_output=True, text=True, check=True).stdout
hot = bad = 0
for name, body in re.findall(r"^[0-9a-f]+ <([^>]+)>:\n((?:(?!\n\n).)*)", disassembly, re.M | re.S):
    code = [(int(address, 16), text.replace("\t", " ").strip()) for address, text in re.findall(r"^\s+([0-9a-f]+):\s+(.*)$", body, re.M)]
    index = {address: i for i, (address, _) in enumerate(code)}
    loops = []
    for i, (_, text) in enumerate(code):
        branch = re.match(r"(?:b\.\w+|b|cbn?z|tbn?z) (?:.*, )?([0-9a-f]+) <", text)
        if branch and index.get(int(branch.group(1), 16), i + 1) <= i:
            loops.append((index[int(branch.group(1), 16)], i))
    for first, last in loops:
        if any(first <= f and l <= last and (f, l) != (first, last) for f, l in loops):
            continue   # not innermost
        loop = [text for _, text in code[first:last + 1]]
        if sum(text.startswith("fmla v") for text in loop) < LEAST_FMLA:
            continue
        hot += 1
        spills = [text for text in loop if re.match(r"(ld|st)", text) and re.search(r"\[(x29|sp)\b", text)]
        calls = [text for text in loop if re.match(r"blr? ", text)]
        if spills or calls:
            bad += 1
            print(f"{name}: {len(loop)} instructions, {len(spills)} on the stack, {len(calls)} calls: {'; '.join((spills + calls)[:4])}")
print(f"{hot} hot loops, {bad} with spills or calls")
sys.exit(bad > 0 or hot == 0)
