#!/usr/bin/env bash
# Disassembles the register tiles of four networks (prediction and training, AVX-512 and AVX2, compiled just in time and ahead of time)
# and fails if a hot loop keeps a sum on the stack or calls. Needs the .NET SDK, python3, and a linker and objdump (gcc and binutils).
#   scripts/check-hot-loops.sh              everything
#   scripts/check-hot-loops.sh --self-test  only that the check itself finds faults in crafted listings
set -euo pipefail
cd "$(dirname "$0")/.."

python3 scripts/hot_loops.py --self-test
if [[ "${1:-}" == --self-test ]]; then exit; fi
if [[ "$(uname -m)" != x86_64 ]]; then
    echo "This check reads x64 code; it cannot run on $(uname -m)." >&2
    exit 1
fi
if ! command -v objdump > /dev/null; then
    echo "objdump is missing: install binutils." >&2
    exit 1
fi

project=benchmarks/HotLoops
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
failed=0

check() { # title, target, listing, folder of the generated sources
    echo
    echo "== $1"
    python3 scripts/hot_loops.py "$2" "$3" "$4" || failed=1
}

# From scratch: what an earlier build generated would count as missing tiles.
rm -rf $project/obj/Release $project/bin/Release
generated=$project/obj/Release/net9.0/generated
dotnet build $project -c Release -v quiet

just_in_time() { # target, its name in NetworkInfo.Target, further environment variables
    local target=$1 expected=$2
    shift 2
    local ran
    ran=$(env "$@" DOTNET_JitStdOutFile="$work/$target.jit" DOTNET_JitDisasm='*Tile*' dotnet $project/bin/Release/net9.0/HotLoops.dll)
    if [[ "$ran" == *"$expected"* ]]; then
        check "$target, compiled just in time" "$target" "$work/$target.jit" "$generated"
    else
        echo
        echo "== $target, compiled just in time: not checked, this processor has no $target"
    fi
}
just_in_time Avx512 avx512 DOTNET_EnableAVX512=1
just_in_time Avx2 avx2 DOTNET_EnableAVX512=0

for target in Avx512 Avx2; do
    dotnet publish $project -c Release -r linux-x64 -v quiet -p:NetCompilerInstructionSet="${target,,}" -o "$work/$target"
    objdump -d --no-show-raw-insn -M intel "$work/$target/HotLoops" > "$work/$target.aot"
    check "$target, compiled ahead of time" "$target" "$work/$target.aot" "$project/obj/Release/net9.0/linux-x64/generated"
done

echo
if ((failed)); then
    echo "Hot loops spill, call, or are missing: see WRONG above." >&2
    exit 1
fi
echo "All hot loops are clean."
