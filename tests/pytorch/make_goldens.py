#!/usr/bin/env python3
"""Writes what PyTorch computes of small layers and networks: one safetensors file per case.

    python3 make_goldens.py FOLDER

A file holds
    input, output                      a batch, and what the module makes of it in evaluation mode
    train.output                       the same in training mode, if it differs
    output_gradient, input_gradient    a fixed gradient, and what the backward pass in training mode makes of it
    <name>, grad.<name>                the module's state_dict before that pass, and the gradients of its parameters
    after.<name>                       running statistics after it

All is computed in double precision from inputs and weights that single precision holds exactly, and then rounded to it: the last digits depend
neither on the processor nor on PyTorch's choice of kernels. Needs PyTorch 1.13 or later and nothing else.
"""

import json
import math
import pathlib
import struct
import sys
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Callable

import torch
import torch.nn.functional as F
from torch import nn


@dataclass
class Case:
    """A module, and the batch it is given: values between -scale and scale, or whole numbers below count."""

    shape: tuple
    module: Callable[[], nn.Module]
    batch: int = 2
    scale: float = 1.0
    count: int = 0


class Draws:
    """Numbers that are the same with every version of PyTorch and whatever other cases there are (Knuth's MMIX generator)."""

    def __init__(self, name):
        self.state = zlib.crc32(name.encode())

    def uniform(self, shape, low, high):
        values = [low + (high - low) * self.next() / 2**24 for _ in range(math.prod(shape))]
        return torch.tensor(values, dtype=torch.float32).double().reshape(shape)

    def below(self, shape, count):
        return torch.tensor([self.next() * count >> 24 for _ in range(math.prod(shape))]).double().reshape(shape)

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return self.state >> 40


class Function(nn.Module):
    """A function without weights."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


class Recurrent(nn.Module):
    """An LSTM over a sequence [features, length]; all states, or the last."""

    def __init__(self, features, units, last):
        super().__init__()
        self.lstm1 = nn.LSTM(features, units, batch_first=True)
        self.last = last

    def forward(self, x):
        states, _ = self.lstm1(x.transpose(1, 2))
        return states[:, -1] if self.last else states.transpose(1, 2)


class Words(nn.Module):
    """A table of words, looked up and laid out as a sequence [dimension, length]."""

    def __init__(self, count, dimension):
        super().__init__()
        self.emb1 = nn.Embedding(count, dimension)

    def forward(self, x):
        return self.emb1(x.long()).transpose(1, 2)


class BasicBlock(nn.Module):
    """A residual block with a projection (He et al. 2016), named as in torchvision."""

    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, filters, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(filters)
        self.downsample = nn.Sequential(nn.Conv2d(inputs, filters, 1, stride, bias=False), nn.BatchNorm2d(filters))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.downsample(x))


class Inception(nn.Module):
    """Four branches side by side (Szegedy et al. 2015)."""

    def __init__(self, inputs):
        super().__init__()
        self.branch1 = nn.Sequential(nn.Conv2d(inputs, 4, 1), nn.ReLU())
        self.branch2 = nn.Sequential(nn.Conv2d(inputs, 3, 1), nn.ReLU(), nn.Conv2d(3, 7, 3, padding=1), nn.ReLU())
        self.branch3 = nn.Sequential(nn.Conv2d(inputs, 2, 1), nn.ReLU(), nn.Conv2d(2, 3, 5, padding=2), nn.ReLU())
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), nn.Conv2d(inputs, 5, 1), nn.ReLU())

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], 1)


class UNet(nn.Module):
    """One level of a U-Net (Ronneberger et al. 2015)."""

    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(2, 6, 3, padding=1)
        self.bottom = nn.Conv2d(6, 9, 3, padding=1)
        self.up = nn.ConvTranspose2d(9, 6, 2, stride=2)
        self.merge = nn.Conv2d(12, 4, 3, padding=1)

    def forward(self, x):
        skip = F.relu(self.down(x))
        below = F.relu(self.bottom(F.max_pool2d(skip, 2)))
        return self.merge(torch.cat([skip, self.up(below)], 1))


class InvertedResidual(nn.Module):
    """MobileNetV2's block (Sandler et al. 2018), named as in torchvision."""

    def __init__(self, channels, expansion):
        super().__init__()
        wide = channels * expansion
        self.conv = nn.Sequential(
            nn.Sequential(nn.Conv2d(channels, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.ReLU6()),
            nn.Sequential(nn.Conv2d(wide, wide, 3, padding=1, groups=wide, bias=False), nn.BatchNorm2d(wide), nn.ReLU6()),
            nn.Conv2d(wide, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x):
        return x + self.conv(x)


class SqueezeExcitation(nn.Module):
    """Channels weighted by what all of them hold (Hu et al. 2018)."""

    def __init__(self, channels, squeezed):
        super().__init__()
        self.fc1 = nn.Linear(channels, squeezed)
        self.fc2 = nn.Linear(squeezed, channels)

    def forward(self, x):
        weights = torch.sigmoid(self.fc2(F.relu(self.fc1(x.mean((2, 3))))))
        return x * weights[:, :, None, None]


class Classifier(nn.Module):
    """LeNet's layers; probabilities in evaluation, logits in training."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3, padding=1)
        self.conv2 = nn.Conv2d(6, 17, 3)
        self.fc1 = nn.Linear(34, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.conv2(x)), 2)
        logits = self.fc1(x.flatten(1))
        return logits if self.training else logits.softmax(1)


def shuffle(x, groups):
    """ShuffleNet's channel shuffle (Zhang et al. 2018)."""
    n, c, h, w = x.shape
    return x.view(n, groups, c // groups, h, w).transpose(1, 2).reshape(n, c, h, w)


def gram(x):
    n, c, h, w = x.shape
    rows = x.reshape(n, c, h * w)
    return (rows @ rows.transpose(1, 2) / (c * h * w)).reshape(n, 1, c, c)


def of(**layers):
    return lambda: nn.Sequential(OrderedDict((name, make()) for name, make in layers.items()))


def conv(*arguments, **keywords):
    return Case(arguments[0], of(conv1=lambda: nn.Conv2d(*arguments[1:], **keywords)))


def activation(layer, shape=(3, 4, 5), scale=4.0):
    return Case(shape, of(layer=lambda: layer), scale=scale)


def function(function, shape, scale=1.0):
    return Case(shape, lambda: Function(function), scale=scale)


CASES = {
    "ConvStride": conv((3, 9, 8), 3, 17, 3, stride=2, padding=1),
    "ConvPointwise": conv((17, 2, 3), 17, 18, 1),
    "ConvDilation": conv((18, 5, 4), 18, 3, 3, padding=2, dilation=2),
    "ConvGroups": conv((6, 5, 4), 6, 18, 3, padding=1, groups=3),
    "ConvDepthwise": conv((17, 5, 4), 17, 34, 3, stride=2, padding=1, groups=17),
    "ConvAsymmetric": conv((5, 8, 9), 5, 6, (3, 5), stride=(1, 2), padding=(2, 1), dilation=(2, 1), bias=False),
    "ConvReflect": conv((3, 5, 6), 3, 5, (3, 5), padding=(1, 2), padding_mode="reflect"),
    "ConvReplicate": conv((3, 5, 6), 3, 5, (3, 5), stride=2, padding=(1, 2), padding_mode="replicate"),
    "ConvCircular": conv((3, 5, 6), 3, 5, (3, 5), padding=(1, 2), padding_mode="circular"),
    "Conv1d": Case((5, 13), of(conv1=lambda: nn.Conv1d(5, 18, 3, stride=2, padding=2, dilation=2))),
    "Conv1dDepthwise": Case((6, 9), of(conv1=lambda: nn.Conv1d(6, 6, 4, padding=1, groups=6))),
    "ConvTransposeStride": Case((17, 4, 3), of(deconv1=lambda: nn.ConvTranspose2d(17, 5, 3, stride=2, padding=1, output_padding=1))),
    "ConvTransposeGroups": Case((6, 3, 4), of(deconv1=lambda: nn.ConvTranspose2d(6, 8, (2, 3), stride=(2, 3), groups=2))),
    "ConvTransposeDilation": Case((4, 4, 5), of(deconv1=lambda: nn.ConvTranspose2d(4, 6, 3, padding=1, dilation=2, bias=False))),
    "ConvTransposeAll": Case(
        (4, 3, 2), of(deconv1=lambda: nn.ConvTranspose2d(4, 6, (3, 2), stride=3, padding=(2, 1), output_padding=(2, 1), dilation=(2, 3), groups=2))
    ),
    "ConvTranspose1d": Case((5, 6), of(deconv1=lambda: nn.ConvTranspose1d(5, 6, 4, stride=2, padding=1))),
    "MaxPoolCeil": function(nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True), (17, 6, 4)),
    "MaxPoolDilation": function(nn.MaxPool2d((2, 3), stride=(1, 2), padding=1, dilation=(2, 1)), (3, 6, 7)),
    "MaxPool1d": function(nn.MaxPool1d(3, stride=2, ceil_mode=True), (4, 10)),
    "AvgPoolCeil": function(nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True), (5, 6, 4)),
    "AvgPoolCeilExclude": function(nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), (3, 6, 7)),
    "AvgPoolInclude": function(nn.AvgPool2d((3, 2), padding=1), (3, 7, 6)),
    "AvgPool1d": function(nn.AvgPool1d(4, stride=3, padding=2, count_include_pad=False), (4, 11)),
    "AdaptiveAvgPool": function(nn.AdaptiveAvgPool2d((3, 2)), (17, 4, 5)),
    "AdaptiveAvgPoolLarger": function(nn.AdaptiveAvgPool2d((5, 3)), (3, 3, 7)),
    "BatchNorm": Case((17, 3, 2), of(bn1=lambda: nn.BatchNorm2d(17, eps=1e-3, momentum=0.2)), batch=3),
    "BatchNormFlat": Case((18,), of(bn1=lambda: nn.BatchNorm1d(18)), batch=7),
    "BatchNormPlain": Case((5, 3, 4), of(bn1=lambda: nn.BatchNorm2d(5, affine=False)), batch=3),
    "BatchNormFolded": Case((3, 5, 6), of(conv1=lambda: nn.Conv2d(3, 18, 3, stride=2, padding=1, bias=False), bn1=lambda: nn.BatchNorm2d(18), relu1=nn.ReLU), batch=3),
    "InstanceNorm": Case((17, 4, 3), of(in1=lambda: nn.InstanceNorm2d(17, affine=True))),
    "InstanceNormPlain": function(nn.InstanceNorm2d(3, eps=1e-3), (3, 4, 5)),
    "LayerNorm": Case((17, 3, 2), of(ln1=lambda: nn.LayerNorm((17, 3, 2)))),
    "LayerNormFlat": Case((19,), of(ln1=lambda: nn.LayerNorm(19, eps=1e-3))),
    "LocalResponseNorm": function(nn.LocalResponseNorm(5, alpha=0.8, beta=0.75, k=2.0), (19, 2, 3), 3.0),
    "LocalResponseNormEven": function(nn.LocalResponseNorm(4, alpha=0.5, beta=0.6), (7, 3, 2), 3.0),
    "Relu": activation(nn.ReLU()),
    "LeakyRelu": activation(nn.LeakyReLU(0.1)),
    "Relu6": activation(nn.ReLU6(), scale=9.0),
    "PRelu": Case((17, 2, 3), of(prelu1=lambda: nn.PReLU(17))),
    "PReluShared": Case((3, 2, 3), of(prelu1=nn.PReLU)),
    "Elu": activation(nn.ELU(0.7)),
    "Sigmoid": activation(nn.Sigmoid()),
    "HardSigmoid": activation(nn.Hardsigmoid()),
    "Tanh": activation(nn.Tanh(), scale=2.0),
    "Softplus": activation(nn.Softplus()),
    "Swish": activation(nn.SiLU()),
    "HardSwish": activation(nn.Hardswish()),
    "Mish": activation(nn.Mish()),
    "Gelu": activation(nn.GELU()),
    "GeluTanh": activation(nn.GELU("tanh")),
    "Softmax": function(lambda x: 3 * x.softmax(1), (18, 2, 2), 2.0),
    "LogSoftmax": activation(nn.LogSoftmax(1), (18, 2, 2)),
    "UpsampleNearest": function(lambda x: F.interpolate(x, scale_factor=(2, 3), mode="nearest"), (4, 2, 3)),
    "UpsampleBilinear": function(lambda x: F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False), (5, 3, 4)),
    "UpsampleAligned": function(lambda x: F.interpolate(x, scale_factor=(3, 2), mode="bilinear", align_corners=True), (4, 3, 4)),
    "UpsampleLinear": function(lambda x: F.interpolate(x, scale_factor=3, mode="linear", align_corners=False), (4, 5)),
    "Normalize": function(lambda x: F.normalize(x, dim=1), (17, 2, 3)),
    "NormalizeFlat": function(lambda x: F.normalize(x, dim=1, eps=2.5), (19,)),
    "ChannelShuffle": function(lambda x: shuffle(x, 3), (18, 2, 3)),
    "Linear": Case((37,), of(fc1=lambda: nn.Linear(37, 18)), batch=3),
    "LinearPlain": Case((5,), of(fc1=lambda: nn.Linear(5, 21, bias=False)), batch=3),
    "Residual": Case((5, 7, 6), of(block=lambda: BasicBlock(5, 8, 2)), batch=3),
    "Inception": Case((10, 4, 5), lambda: Inception(10)),
    "UNet": Case((2, 6, 8), UNet),
    "InvertedResidual": Case((7, 4, 5), lambda: InvertedResidual(7, 3), batch=3),
    "SqueezeExcitation": Case((17, 3, 4), lambda: SqueezeExcitation(17, 4)),
    "Classifier": Case((1, 8, 12), Classifier),
    "Lstm": Case((5, 7), lambda: Recurrent(5, 6, last=False)),
    "LstmLast": Case((5, 7), lambda: Recurrent(5, 6, last=True)),
    "Embedding": Case((6,), lambda: Words(11, 5), count=11),
    "Gram": function(gram, (5, 3, 4)),
}


def bounds(module, name, tensor):
    """Between which values a tensor of the state_dict is drawn, so that values keep their scale through the layers."""
    if isinstance(module, (nn.modules.batchnorm._NormBase, nn.LayerNorm)):
        return (-0.5, 0.5) if name in ("bias", "running_mean") else (0.5, 1.5)
    if isinstance(module, nn.PReLU):
        return 0.1, 0.6
    bound = 0.5 if tensor.dim() < 2 else math.sqrt(3 * tensor.shape[0] / tensor.numel())
    return -bound, bound


def fill(model, draws):
    for module in model.modules():
        for name, tensor in [*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)]:
            if tensor.is_floating_point():
                tensor.data.copy_(draws.uniform(tensor.shape, *bounds(module, name, tensor)))


def run(name, case):
    """The tensors of a case's file."""
    draws = Draws(name)
    model = case.module().double()
    fill(model, draws)
    shape = (case.batch, *case.shape)
    x = draws.below(shape, case.count) if case.count else draws.uniform(shape, -case.scale, case.scale)
    tensors = {"input": x}
    tensors.update((key, value.clone()) for key, value in model.state_dict().items())
    with torch.no_grad():
        tensors["output"] = model.eval()(x)

    x = x.clone().requires_grad_(case.count == 0)
    output = model.train()(x)
    if not torch.equal(output, tensors["output"]):
        tensors["train.output"] = output
    tensors["output_gradient"] = draws.uniform(output.shape, -1, 1)
    output.backward(tensors["output_gradient"])
    if x.requires_grad:
        tensors["input_gradient"] = x.grad
    tensors.update((f"grad.{key}", parameter.grad) for key, parameter in model.named_parameters())
    tensors.update((f"after.{key}", value) for key, value in model.named_buffers() if value.is_floating_point())
    return tensors


def encode(tensor):
    values = tensor.detach().flatten().tolist()
    return ("F32", struct.pack(f"<{len(values)}f", *values)) if tensor.is_floating_point() else ("I64", struct.pack(f"<{len(values)}q", *values))


def safetensors(tensors):
    """The bytes of a safetensors file: the header's length, the header (padded to whole words), the data."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        kind, values = encode(tensor)
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_goldens.py FOLDER")
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    total = 0
    for name, case in CASES.items():
        content = safetensors(run(name, case))
        (folder / f"{name}.safetensors").write_bytes(content)
        total += len(content)
    print(f"{len(CASES)} files, {total} bytes, PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
