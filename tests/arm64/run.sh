#!/bin/bash
# Compiles the NEON kernels of the networks in networks.txt for 64-bit Arm and runs them under emulation, against double precision results.
#   tests/arm64/run.sh             everything; exit code 1 if a check fails
#   MUTATE=1 tests/arm64/run.sh    breaks one kernel on purpose: must end with exit code 1
# Needs the .NET SDK, a NuGet feed, python3, and the Debian packages below, which it installs where they are missing.
# The kernels are compiled by the ahead-of-time compiler of .NET for x64, told to write arm64 code; the C harness takes the runtime's place.
set -euo pipefail
cd "$(dirname "$0")"
build=${BUILD_DIRECTORY:-$PWD/build}
ilc_version=${ILC_VERSION:-9.0.22}
packages=$build/packages
ilc=$packages/runtime.linux-x64.microsoft.dotnet.ilcompiler/$ilc_version
mkdir -p "$build"

echo "## tools"
if ! command -v qemu-aarch64-static > /dev/null || ! command -v aarch64-linux-gnu-gcc > /dev/null; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -qq
    $sudo apt-get install -y -qq qemu-user-static gcc-aarch64-linux-gnu libc6-dev-arm64-cross
fi
[ -d "$ilc" ] || dotnet restore packages -p:IlcVersion="$ilc_version" --packages "$packages" -v q
chmod +x "$ilc/tools/ilc"
core=$build/System.Private.CoreLib.dll
if [ ! -f "$core" ] || [ patcher/Program.cs -nt "$core" ]; then
    dotnet build patcher -c Release -o "$build/patcher" -nologo -tl:off -clp:ErrorsOnly
    dotnet "$build/patcher/patcher.dll" "$ilc/sdk/System.Private.CoreLib.dll" "$core"
fi

echo "## kernels"
if [ -z "${KERNELS:-}" ]; then      # a directory of sources, networks.inc and *.golden made elsewhere
    KERNELS=$build/generated
    rm -rf "$KERNELS"
    dotnet build host -c Release -o "$build/host" -nologo -tl:off -clp:ErrorsOnly
    dotnet "$build/host/NetCompiler.TestHost.dll" networks.txt "$KERNELS"
fi
if [ "${MUTATE:-0}" = 1 ]; then
    # One multiply-add of one tile takes the wrong element of the input.
    mutated=$(grep -lE 'FusedMultiplyAddBySelectedScalar\(.*, 1\)' "$KERNELS"/sources/*LeNet5*.cs | head -1)
    sed -i -E '0,/(FusedMultiplyAddBySelectedScalar\(.*), 1\)/s//\1, 2)/' "$mutated"
    echo "broke $(basename "$mutated") on purpose"
fi
dotnet build kernels -c Release -o "$build/il" -p:KernelSources="$KERNELS/sources" -nologo -tl:off -clp:ErrorsOnly --no-incremental
"$ilc/tools/ilc" "$build/il/kernels.dll" -o "$build/kernels.o" -r "$core" \
    -r "$ilc/sdk/System.Private.DisabledReflection.dll" -r "$ilc/sdk/System.Private.Reflection.Execution.dll" \
    -r "$ilc/sdk/System.Private.StackTraceMetadata.dll" -r "$ilc/sdk/System.Private.TypeLoader.dll" -r "$ilc/framework/*.dll" \
    --targetos:linux --targetarch:arm64 -O --nativelib --export-unmanaged-entrypoints --multifile

echo "## link"
compile() { aarch64-linux-gnu-gcc -O2 -Wall -Wextra -ffp-contract=off -static "$@"; }
compile -c runtime.c -o "$build/runtime.o"
compile -I "$KERNELS" -c main.c -o "$build/main.o"
objects=("$build/main.o" "$build/runtime.o" "$build/kernels.o")
compile -Wl,--gc-sections,--no-demangle,--warn-unresolved-symbols "${objects[@]}" -lm -o "$build/unlinked" 2>&1 \
    | sed -n "s/.*undefined reference to \`\([^']*\)'.*/\1/p" | sort -u > "$build/unresolved.txt" || true
awk 'BEGIN { print ".text" }
     { printf ".globl \"%s\"\n\"%s\":\n adr x0, 1f\n b unresolved\n1: .asciz \"%s\"\n.balign 8\n", $0, $0, $0 }' "$build/unresolved.txt" > "$build/stubs.s"
compile -Wl,--gc-sections "${objects[@]}" "$build/stubs.s" -lm -o "$build/test"
echo "$(stat -c %s "$build/kernels.o") bytes of object code, $(wc -l < "$build/unresolved.txt") stubs for what only the runtime has"

result=0
for cpu in cortex-a72 max; do
    echo "## run on $cpu"
    qemu-aarch64-static -cpu "$cpu" "$build/test" "$KERNELS" || result=1
done
echo "## hot loops"
aarch64-linux-gnu-objdump -d --no-show-raw-insn "$build/kernels.o" > "$build/kernels.txt"
python3 ../../scripts/hot_loops.py AdvSimd "$build/kernels.txt" "$KERNELS/sources" > "$build/tiles.txt" || result=1
grep -B 1 WRONG "$build/tiles.txt" || tail -1 "$build/tiles.txt"
[ $result = 0 ] && echo "arm64: all checks passed" || echo "arm64: FAILED"
exit $result
