#!/usr/bin/env bash
# Measures compiled networks beside their peers. Needs the .NET SDK and, for the peer, npm and a network connection the first time.
#   benchmarks/run.sh inference [--threads N] [--networks A,B,…|all] [--layers NAME] [--json FILE]
#   benchmarks/run.sh inference --aot [--networks A,B,…|all]      compiled ahead of time beside just in time
#   benchmarks/run.sh tune [--networks A,B,…|all] [--output FILE]   other schedules than the estimated best (docs/tuning.md); needs no peer
# docs/benchmarks.md says what the columns mean.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
peers=$here/.peers
version=1.30.0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

fail() {
    echo "run.sh: $1" >&2
    exit "${2:-1}"
}

# Prints the path of ONNX Runtime's C library, after installing the package that holds it. Its install script would only fetch what graphics
# cards need.
install_peer() {
    local os machine suffix=so.1
    case "$(uname -s)" in
        Linux) os=linux ;;
        Darwin) os=darwin suffix=dylib ;;
        *) fail "there is no library of ONNX Runtime for $(uname -s) here" ;;
    esac
    case "$(uname -m)" in
        x86_64) machine=x64 ;;
        aarch64 | arm64) machine=arm64 ;;
        *) fail "there is no library of ONNX Runtime for $(uname -m)" ;;
    esac
    local package=$peers/node_modules/onnxruntime-node
    if ! grep -qs "\"version\": \"$version\"" "$package/package.json"; then
        command -v npm > /dev/null || fail "npm is missing: it installs ONNX Runtime"
        echo "Installing ONNX Runtime $version into $peers" >&2
        mkdir -p "$peers"
        npm install --prefix "$peers" --ignore-scripts --no-audit --no-fund --loglevel=error --save-exact "onnxruntime-node@$version" >&2
    fi
    local library
    library=$(find "$package/bin" -path "*/$os/$machine/*" -name "libonnxruntime*$suffix" | head -n 1)
    [[ -n "$library" ]] || fail "the package onnxruntime-node@$version holds no library for $os/$machine"
    echo "$library"
}

if [[ "${1:-}" == tune ]]; then
    dotnet build "$here/NetCompiler.Benchmarks" -c Release -v quiet -p:RunAnalyzers=false >&2
    exec dotnet "$here/NetCompiler.Benchmarks/bin/Release/net10.0/NetCompiler.Benchmarks.dll" "$@"
fi
[[ "${1:-}" == inference ]] || fail "usage: benchmarks/run.sh inference|tune [options]; see the head of this file" 2
shift
arguments=()
aot=false
layers=false
for argument in "$@"; do
    case "$argument" in
        --aot) aot=true ;;
        --layers | --layers=*) layers=true arguments+=("$argument") ;;
        *) arguments+=("$argument") ;;
    esac
done

library=$(install_peer)
project=$here/Inference
# The code is checked elsewhere; a measurement needs no analyzers.
build=(-c Release -v quiet -p:RunAnalyzers=false)
if $layers; then
    # The clock around every kernel is compiled in only where it is read.
    dotnet build "$project" "${build[@]}" -p:NetCompilerProfile=true -o "$project/bin/Profile" -p:IntermediateOutputPath=obj/Profile/ >&2
    program=$project/bin/Profile/inference.dll
else
    dotnet build "$project" "${build[@]}" >&2
    program=$project/bin/Release/net10.0/inference.dll
fi
if $aot; then
    dotnet publish "$here/InferenceAot" "${build[@]}" --use-current-runtime -o "$here/InferenceAot/bin/Published" >&2
    arguments+=(--ahead-of-time "$here/InferenceAot/bin/Published/inference-aot")
fi
exec dotnet "$program" --library "$library" "${arguments[@]}"
