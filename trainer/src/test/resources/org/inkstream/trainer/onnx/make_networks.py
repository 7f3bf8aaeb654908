#!/usr/bin/env python3
"""Makes the ONNX files of the tests, and what their networks answer, computed by PyTorch.

Small networks are trained for some hundred steps on MNIST's first training images and written by
torch.onnx.export, in the ways that people write them: with and without constant folding, with a
dynamic and with a fixed batch, with batch normalisations that are fused and that are not.
channels_last.onnx and half.onnx are put together with onnx.helper, as converters from TensorFlow lay
a network out and in half precision. The answers of all of them are PyTorch's.

Needs PyTorch, numpy and onnx (Debian: python3-torch, python3-numpy, python3-onnx). Run from this
directory:

    ./make_networks.py ../../../../../../../../data/mnist

The same PyTorch gives the same networks.
"""

import gzip
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

ROWS = 8


def mnist(folder, name, count):
    with gzip.open(Path(folder) / f"{name}-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read()[16:], np.uint8).reshape(-1, 1, 28, 28)[:count]
    with gzip.open(Path(folder) / f"{name}-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read()[8:], np.uint8)[:count]
    return torch.tensor(images.astype(np.float32) / 255), torch.tensor(labels.astype(np.int64))


class Normalize(nn.Module):
    """What torchvision's transform of this name does, within the network."""

    def forward(self, x):
        return (x - 0.1307) / 0.3081


class Rows(nn.Module):
    """Flattens by the size that the batch happens to have."""

    def forward(self, x):
        return x.view(x.size(0), -1)


class Mean(nn.Module):
    def forward(self, x):
        return x.mean([2, 3])


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)

    def forward(self, x):
        return torch.relu(x + self.conv(x))


def train(network, images, labels):
    optimiser = torch.optim.Adam(network.parameters(), 0.01)
    network.train()
    for _ in range(8):
        for first in range(0, len(images), 64):
            optimiser.zero_grad()
            # Of logarithms of probabilities these are the logarithms.
            loss = nn.functional.cross_entropy(
                network(images[first:first + 64]), labels[first:first + 64])
            loss.backward()
            optimiser.step()
    return network.eval()


def export(network, name, batch=2, dynamic=True, **options):
    axes = {"image": {0: "batch"}, "scores": {0: "batch"}} if dynamic else None
    torch.onnx.export(network, torch.zeros(batch, 1, 28, 28), name, input_names=["image"],
                      output_names=["scores"], dynamic_axes=axes, **options)


def answers(name, logits):
    """Logits and logarithms of probabilities have the same softmax."""
    rows = torch.softmax(logits.double(), 1).detach().numpy()
    with open(name, "w") as file:
        file.write("image," + ",".join(f"p{i}" for i in range(rows.shape[1])) + "\n")
        for number, row in enumerate(rows):
            file.write(f"{number}," + ",".join(f"{p:.9g}" for p in row) + "\n")


def convolutional(*end):
    return nn.Sequential(
        Normalize(), nn.Conv2d(1, 4, 5, stride=2, padding=2, bias=False), nn.BatchNorm2d(4),
        nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 8, 3, padding=1), nn.LeakyReLU(0.1),
        nn.BatchNorm2d(8), nn.AvgPool2d(2, padding=1, count_include_pad=True), nn.Dropout(0.2),
        nn.Flatten(), nn.Linear(8 * 4 * 4, 12), nn.BatchNorm1d(12), nn.ELU(0.8), nn.Dropout(0.2),
        nn.Linear(12, 10), *end)


def main(folder):
    torch.manual_seed(1)
    torch.set_num_threads(1)
    images, labels = mnist(folder, "train", 3_000)
    test, _ = mnist(folder, "t10k", ROWS)

    # Shape, Gather and Concat compute what the image is flattened to.
    mlp = train(nn.Sequential(Rows(), nn.Linear(784, 8), nn.Tanh(), nn.Linear(8, 10),
                              nn.LogSoftmax(1)), images, labels)
    export(mlp, "mlp.onnx", opset_version=11, do_constant_folding=False)
    answers("mlp.csv", mlp(test))

    cnn = train(convolutional(), images, labels)
    export(nn.Sequential(cnn, nn.Softmax(1)).eval(), "cnn.onnx", opset_version=13)
    answers("cnn.csv", cnn(test))
    export(cnn, "unfused.onnx", batch=1, dynamic=False, opset_version=9, do_constant_folding=False,
           training=torch.onnx.TrainingMode.PRESERVE, keep_initializers_as_inputs=True)

    # Padding that differs from side to side, dilation, a mean over what is left.
    logits = train(nn.Sequential(
        nn.ZeroPad2d((0, 1, 2, 3)), nn.Conv2d(1, 6, 5, stride=2), nn.SELU(),
        nn.MaxPool2d(3, 2, padding=1), nn.Conv2d(6, 16, 3, dilation=2), nn.Softplus(),
        nn.Conv2d(16, 12, 1), nn.ReLU(), Mean(), nn.Linear(12, 10)), images, labels)
    export(logits, "logits.onnx", opset_version=12)
    answers("logits.csv", logits(test))

    # No dense layer at all.
    pooled = train(nn.Sequential(
        nn.Conv2d(1, 6, 5, stride=2), nn.Sigmoid(), nn.Conv2d(6, 10, 5, stride=2), nn.Tanh(),
        nn.Conv2d(10, 10, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten()), images, labels)
    export(pooled, "pooled.onnx", opset_version=14)
    answers("pooled.csv", pooled(test))

    # Padded as TensorFlow's SAME pads.
    simple = train(nn.Sequential(
        nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(1, 3, 5, stride=2), nn.Softsign(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(3 * 7 * 7, 10)), images, labels)
    channels_last("channels_last.onnx", simple)
    answers("channels_last.csv", simple(test))

    export(nn.Sequential(nn.Conv2d(1, 4, 5, stride=4), Residual(), nn.Flatten(),
                         nn.Linear(4 * 6 * 6, 10)), "residual.onnx", opset_version=13)

    halves = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    train(halves, images, labels)
    half("half.onnx", halves)
    answers("half.csv", halves.half().float()(test))


def save(name, nodes, weights, shape, kind):
    graph = helper.make_graph(
        nodes, "network", [helper.make_tensor_value_info("image", kind, ["N", *shape])],
        [helper.make_tensor_value_info("scores", kind, ["N", 10])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7)
    onnx.checker.check_model(model)
    onnx.save(model, name)


def channels_last(name, network):
    conv, dense = network[1], network[5]
    matrix = dense.weight.detach().numpy().reshape(10, 3, 7, 7)
    matrix = matrix.transpose(2, 3, 1, 0).reshape(3 * 7 * 7, 10)

    def doubles(array, called):
        return helper.make_tensor(called, TensorProto.DOUBLE, array.shape, array.flatten())

    def floats(array, called):
        return helper.make_tensor(called, TensorProto.FLOAT, array.shape, array.flatten())

    weights = [
        floats(conv.weight.detach().numpy(), "kernel"), floats(conv.bias.detach().numpy(), "bias"),
        doubles(matrix, "wide"), floats(dense.bias.detach().numpy(), "offsets"),
        numpy_helper.from_array(np.array([-1, 3 * 7 * 7]), "flat")]
    save(name, [
        helper.make_node("Transpose", ["image"], ["first"], "to_channels_first", perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["first", "kernel", "bias"], ["conv"], "conv",
                         auto_pad="SAME_UPPER", kernel_shape=[5, 5], strides=[2, 2]),
        helper.make_node("Softsign", ["conv"], ["soft"], "softsign"),
        helper.make_node("MaxPool", ["soft"], ["pool"], "pool", kernel_shape=[2, 2],
                         strides=[2, 2]),
        helper.make_node("Transpose", ["pool"], ["last"], "to_channels_last", perm=[0, 2, 3, 1]),
        helper.make_node("Reshape", ["last", "flat"], ["row"], "flatten"),
        helper.make_node("Cast", ["wide"], ["matrix"], "narrow", to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["row", "matrix"], ["product"], "product"),
        helper.make_node("Add", ["product", "offsets"], ["sum"], "sum"),
        helper.make_node("Softmax", ["sum"], ["scores"], "softmax", axis=-1)],
        weights, [28, 28, 1], TensorProto.FLOAT)


def half(name, network):
    dense = network[1]
    save(name, [
        helper.make_node("Flatten", ["image"], ["row"], "flatten"),
        helper.make_node("Gemm", ["row", "matrix", "offsets"], ["scores"], "dense", transB=1)],
        [numpy_helper.from_array(dense.weight.detach().half().numpy(), "matrix"),
         numpy_helper.from_array(dense.bias.detach().half().numpy(), "offsets")],
        [1, 28, 28], TensorProto.FLOAT16)


main(sys.argv[1])
