#!/usr/bin/env python3
"""Makes the Keras files of the tests, and what their networks answer, computed with numpy alone.

The files have the layout that Keras documents for HDF5 (model_config, keras_version and backend as
attributes of the root, weights in model_weights/LAYER with weight_names), in the words of Keras 1,
2 and 3, or of its .keras files. The networks: random filters, and a last layer fitted to MNIST's training images by a few
hundred steps of gradient descent.

Needs numpy and h5py (Debian: python3-numpy, python3-h5py). Run from this directory:

    ./make_networks.py ../../../../../../../../data/mnist

The same numpy gives the same files.
"""

import gzip
import io
import json
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np

ROWS = 8


def mnist(folder, name, count):
    with gzip.open(Path(folder) / f"{name}-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read()[16:], np.uint8).reshape(-1, 28, 28, 1)[:count]
    with gzip.open(Path(folder) / f"{name}-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read()[8:], np.uint8)[:count]
    return images.astype(np.float64) / 255, labels


# ---- What the layers compute, channels last ------------------------------------------------------

def conv(x, kernel, bias, stride=1, same=False):
    height, width = kernel.shape[:2]
    x = padded(x, height, width, stride, 0) if same else x
    windows = np.lib.stride_tricks.sliding_window_view(x, (height, width), axis=(1, 2))
    windows = windows[:, ::stride, ::stride]
    return np.einsum("nyxcij,ijco->nyxo", windows, kernel, optimize=True) + bias


def pool(x, size, stride, how, same=False):
    x = padded(x, size, size, stride, -np.inf) if same else x
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(1, 2))
    return how(windows[:, ::stride, ::stride], axis=(-2, -1))


def padded(x, height, width, stride, value):
    """As TensorFlow pads for 'same': the odd row and column at the end."""
    sides = [(0, 0)]
    for size, window in ((x.shape[1], height), (x.shape[2], width)):
        all_ = max(0, (-(-size // stride) - 1) * stride + window - size)
        sides.append((all_ // 2, all_ - all_ // 2))
    return np.pad(x, [*sides, (0, 0)], constant_values=value)


# ---- Channels first ------------------------------------------------------------------------------

def first_conv(x, kernel, bias, stride=1, pads=None):
    """A correlation; kernel: outputs, inputs, rows, columns; pads: before and after, by axis."""
    return np.einsum("ncyxij,ocij->noyx", windows_of(x, kernel, stride, pads), kernel,
                     optimize=True) + bias[:, None, None]


def theano_conv(x, kernel, bias, stride=1, same=False):
    """A convolution as mathematics has it: the window runs backwards. 'same' pads half a kernel."""
    pads = [(side // 2, side // 2) for side in kernel.shape[2:]] if same else None
    windows = windows_of(x, kernel, stride, pads)[..., ::-1, ::-1]
    return np.einsum("ncyxij,ocij->noyx", windows, kernel, optimize=True) + bias[:, None, None]


def windows_of(x, kernel, stride, pads):
    if pads:
        x = np.pad(x, [(0, 0), (0, 0), *pads])
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))
    return windows[:, :, ::stride, ::stride]


def first_pool(x, size, how):
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return how(windows[:, :, ::size, ::size], axis=(-2, -1))


def relu(x):
    return np.maximum(x, 0)


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def flat(x):
    return x.reshape(len(x), -1)


def readout(features, labels, steps=300, rate=0.5):
    """Weights and bias of a softmax over these features."""
    weights = np.zeros((features.shape[1], 10))
    bias = np.zeros(10)
    truth = np.eye(10)[labels]
    rate /= max(1e-9, (features ** 2).sum(axis=1).mean() / 20)
    for _ in range(steps):
        error = (softmax(features @ weights + bias) - truth) / len(labels)
        weights -= rate * features.T @ error
        bias -= rate * error.sum(axis=0)
    return weights.astype(np.float32), bias.astype(np.float32)


def random(rng, *shape):
    return (rng.standard_normal(shape) / np.sqrt(np.prod(shape[:-1]))).astype(np.float32)


# ---- How Keras writes them -----------------------------------------------------------------------

def save(name, version, model, layers, backend=b"tensorflow"):
    """layers: (layer, [(name of its weights in the file, array)]) for each layer with weights."""
    with h5py.File(name, "w") as file:
        file.attrs["keras_version"] = version.encode()
        if backend and not version.startswith("1"):
            file.attrs["backend"] = backend
        file.attrs["model_config"] = json.dumps(model).encode()
        root = file.create_group("model_weights")
        root.attrs["layer_names"] = [layer.encode() for layer, _ in layers]
        for layer, weights in layers:
            group = root.create_group(layer)
            group.attrs["weight_names"] = [weight.encode() for weight, _ in weights]
            for weight, values in weights:
                group.create_dataset(weight, data=values.astype(np.float32))
        if version.startswith("3"):
            root.create_group("top_level_model_weights").attrs["weight_names"] = np.zeros(0)


def save_weights(name, version, backend, layers):
    """The weights alone, as model.save_weights writes them; Keras 1 told neither of the others."""
    with h5py.File(name, "w") as file:
        if version:
            file.attrs["keras_version"] = version.encode()
            file.attrs["backend"] = backend.encode()
        file.attrs["layer_names"] = [layer.encode() for layer, _ in layers]
        for layer, weights in layers:
            group = file.create_group(layer)
            group.attrs["weight_names"] = [weight.encode() for weight, _ in weights]
            for weight, values in weights:
                group.create_dataset(weight, data=values.astype(np.float32))


def save_json(name, model):
    """What model.to_json() gives."""
    with open(name, "w") as file:
        json.dump(model, file)
        file.write("\n")


def layer(kind, name, **config):
    return {"class_name": kind, "config": {"name": name, "trainable": True, **config}}


INITIALISER = {"class_name": "VarianceScaling",
               "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}}
COMMON = {"use_bias": True, "kernel_initializer": INITIALISER,
          "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": None,
          "bias_regularizer": None, "activity_regularizer": None, "kernel_constraint": None,
          "bias_constraint": None}


def conv2d(name, filters, size, activation, stride=1, padding="valid", **more):
    return layer("Conv2D", name, filters=filters, kernel_size=[size, size],
                 strides=[stride, stride], padding=padding, data_format="channels_last",
                 dilation_rate=[1, 1], activation=activation, **COMMON, **more)


def pool2d(kind, name, size, stride, padding="valid"):
    return layer(kind, name, pool_size=[size, size], strides=[stride, stride], padding=padding,
                 data_format="channels_last")


def dense(name, units, activation, **more):
    return layer("Dense", name, units=units, activation=activation, **COMMON, **more)


def sequential(layers):
    return {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}}


def answers(name, probabilities):
    """Rows of --expect: index of the image, probabilities."""
    with open(name, "w") as file:
        file.write("image," + ",".join(f"p{c}" for c in range(10)) + "\n")
        for i, row in enumerate(probabilities):
            file.write(f"{i}," + ",".join(f"{p:.9g}" for p in row) + "\n")


def main(folder):
    rng = np.random.default_rng(1)
    train, labels = mnist(folder, "train", 2000)
    test, _ = mnist(folder, "t10k", ROWS)

    # Keras 1: convolution, pooling, flatten, dropout, dense, softmax as a layer of its own.
    kernel, bias = random(rng, 5, 5, 1, 4), random(rng, 4)

    def first(x):
        return flat(pool(relu(conv(x, kernel, bias)), 2, 2, np.max))

    weights, offsets = readout(first(train), labels)
    model = {"class_name": "Sequential", "config": [
        layer("Convolution2D", "convolution2d_1", batch_input_shape=[None, 28, 28, 1],
              input_dtype="float32", nb_filter=4, nb_row=5, nb_col=5, init="glorot_uniform",
              activation="relu", border_mode="valid", subsample=[1, 1], dim_ordering="tf",
              bias=True, W_regularizer=None, b_regularizer=None, activity_regularizer=None,
              W_constraint=None, b_constraint=None),
        layer("MaxPooling2D", "maxpooling2d_1", pool_size=[2, 2], strides=[2, 2],
              border_mode="valid", dim_ordering="tf"),
        layer("Dropout", "dropout_1", p=0.25),
        layer("Flatten", "flatten_1"),
        layer("Dense", "dense_1", output_dim=10, input_dim=None, init="glorot_uniform",
              activation="linear", bias=True, W_regularizer=None, b_regularizer=None,
              activity_regularizer=None, W_constraint=None, b_constraint=None),
        layer("Activation", "activation_1", activation="softmax")]}
    save("keras1.h5", "1.2.2", model, [
        ("convolution2d_1", [("convolution2d_1_W", kernel), ("convolution2d_1_b", bias)]),
        ("maxpooling2d_1", []), ("dropout_1", []), ("flatten_1", []),
        ("dense_1", [("dense_1_W", weights), ("dense_1_b", offsets)]), ("activation_1", [])])
    answers("keras1.csv", softmax(first(test) @ weights + offsets))

    # Keras 2: 'same' and strides, batch normalisation, an average pool, a hidden dense layer.
    k1, b1 = random(rng, 3, 3, 1, 4), random(rng, 4)
    k2, b2 = random(rng, 3, 3, 4, 6), random(rng, 6)
    gamma, beta = 1 + random(rng, 6), random(rng, 6)
    d1, c1 = random(rng, 6 * 6 * 6, 24), random(rng, 24)
    moved = conv(relu(conv(train[:200], k1, b1, 2, True)), k2, b2)
    mean = moved.mean(axis=(0, 1, 2)).astype(np.float32)
    variance = moved.var(axis=(0, 1, 2)).astype(np.float32)

    def second(x):
        x = conv(relu(conv(x, k1, b1, 2, True)), k2, b2)
        x = relu(gamma * (x - mean) / np.sqrt(variance + 1e-3) + beta)
        return np.tanh(flat(pool(x, 2, 2, np.mean)) @ d1 + c1)

    weights, offsets = readout(second(train), labels)
    layers = [
        conv2d("conv2d", 4, 3, "relu", 2, "same", batch_input_shape=[None, 28, 28, 1],
               dtype="float32"),
        conv2d("conv2d_1", 6, 3, "linear"),
        layer("BatchNormalization", "batch_normalization", axis=[3], momentum=0.99, epsilon=1e-3,
              center=True, scale=True),
        layer("Activation", "activation", activation="relu"),
        pool2d("AveragePooling2D", "average_pooling2d", 2, 2),
        layer("Flatten", "flatten", data_format="channels_last"),
        dense("dense", 24, "tanh"),
        layer("Dropout", "dropout", rate=0.5, noise_shape=None, seed=None),
        dense("dense_1", 10, "softmax")]
    save("keras2.h5", "2.15.0", sequential(layers), [
        ("conv2d", [("conv2d/kernel:0", k1), ("conv2d/bias:0", b1)]),
        ("conv2d_1", [("conv2d_1/kernel:0", k2), ("conv2d_1/bias:0", b2)]),
        ("batch_normalization", [
            ("batch_normalization/gamma:0", gamma), ("batch_normalization/beta:0", beta),
            ("batch_normalization/moving_mean:0", mean),
            ("batch_normalization/moving_variance:0", variance)]),
        ("activation", []), ("average_pooling2d", []), ("flatten", []),
        ("dense", [("dense/kernel:0", d1), ("dense/bias:0", c1)]), ("dropout", []),
        ("dense_1", [("dense_1/kernel:0", weights), ("dense_1/bias:0", offsets)])])
    answers("keras2.csv", softmax(second(test) @ weights + offsets))

    # Keras 3, functional: rows and columns without a channel, reshaped; a pool that overlaps.
    k1, b1 = random(rng, 5, 5, 1, 3), random(rng, 3)

    def third(x):
        return flat(pool(relu(conv(x, k1, b1)), 3, 2, np.max, True))

    weights, offsets = readout(third(train), labels)
    policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
              "registered_name": None}
    chain = [
        layer("InputLayer", "input_layer", batch_shape=[None, 28, 28], sparse=False),
        layer("Reshape", "reshape", target_shape=[28, 28, 1]),
        conv2d("conv2d", 3, 5, "relu", groups=1),
        pool2d("MaxPooling2D", "max_pooling2d", 3, 2, "same"),
        layer("Flatten", "flatten", data_format="channels_last"),
        dense("dense", 10, "softmax")]
    for before, one in zip([None, *chain], chain):
        name = one["config"]["name"]
        one.update(module="keras.layers", registered_name=None, name=name, inbound_nodes=[])
        one["config"]["dtype"] = policy
        if before:
            tensor = {"class_name": "__keras_tensor__",
                      "config": {"shape": [None, 1], "dtype": "float32",
                                 "keras_history": [before["config"]["name"], 0, 0]}}
            one["inbound_nodes"] = [{"args": [tensor], "kwargs": {}}]
    model = {"module": "keras.src.models.functional", "class_name": "Functional",
             "registered_name": "Functional",
             "config": {"name": "functional", "trainable": True, "layers": chain,
                        "input_layers": [["input_layer", 0, 0]],
                        "output_layers": [["dense", 0, 0]]}}
    save("keras3.h5", "3.5.0", model, [
        ("input_layer", []), ("reshape", []),
        ("conv2d", [("conv2d/kernel", k1), ("conv2d/bias", b1)]),
        ("max_pooling2d", []), ("flatten", []),
        ("dense", [("dense/kernel", weights), ("dense/bias", offsets)])])
    answers("keras3.csv", softmax(third(test) @ weights + offsets))

    # What must be refused: code in the file, and weights of another shape than the layers'.
    weights, offsets = readout(flat(train), labels, 100)
    lambda_ = layer("Lambda", "halved", function=["4wEAAAA=", None, None], function_type="lambda",
                    arguments={})
    start = layer("InputLayer", "input_1", batch_input_shape=[None, 784], dtype="float32")
    end = dense("dense", 10, "softmax")
    written = [("dense", [("dense/kernel:0", weights), ("dense/bias:0", offsets)])]
    save("lambda.h5", "2.15.0", sequential([start, lambda_, end]), written)
    save("short_weights.h5", "2.15.0", sequential([start, end]),
         [("dense", [("dense/kernel:0", weights[:500]), ("dense/bias:0", offsets)])])
    save("small_input.h5", "2.15.0", sequential(
        [layer("InputLayer", "input_1", batch_input_shape=[None, 400], dtype="float32"), end]),
         [("dense", [("dense/kernel:0", weights[:400]), ("dense/bias:0", offsets)])])
    inputs = layer("InputLayer", "input_1", batch_input_shape=[None, 784], dtype="float32")
    functional("fork.h5", written, [
        (inputs, []), (dense("dense", 10, "linear"), ["input_1"]),
        (dense("side", 10, "linear"), ["input_1"]), (layer("Add", "sum"), ["dense", "side"])])
    channels_first(rng, folder)

    # Keras 2 by Theano with channels last: turned all the same.
    kernel, bias = random(rng, 3, 4, 1, 2), random(rng, 2)

    def fourth(x):
        x = theano_conv(x.transpose(0, 3, 1, 2), kernel.transpose(3, 2, 0, 1), bias)
        return flat(pool(relu(x).transpose(0, 2, 3, 1), 4, 4, np.max))

    weights, offsets = readout(fourth(train), labels)
    one = conv2d("conv2d_1", 2, 3, "relu", batch_input_shape=[None, 28, 28, 1], dtype="float32")
    one["config"].update(kernel_size=[3, 4])
    save("theano_last2.h5", "2.0.8", sequential(
        [one, pool2d("MaxPooling2D", "max_pooling2d_1", 4, 4), layer("Flatten", "flatten_1"),
         dense("dense_1", 10, "softmax")]), [
        ("conv2d_1", [("conv2d_1/kernel:0", kernel), ("conv2d_1/bias:0", bias)]),
        ("max_pooling2d_1", []), ("flatten_1", []),
        ("dense_1", [("dense_1/kernel:0", weights), ("dense_1/bias:0", offsets)])], b"theano")
    answers("theano_last2.csv", softmax(fourth(test) @ weights + offsets))
    archives(rng, folder)


def archives(rng, folder):
    """A network as .keras: of Keras 3, and of Keras 2.15, which counts layers otherwise."""
    train, labels = mnist(folder, "train", 1000)
    test, _ = mnist(folder, "t10k", ROWS)
    k1, b1, k2, b2 = random(rng, 5, 5, 1, 3), random(rng, 3), random(rng, 3, 3, 3, 4), random(rng, 4)
    d1, c1 = random(rng, 5 * 5 * 4, 12), random(rng, 12)
    gamma = 1 + random(rng, 4)

    def before(x):
        return conv(pool(relu(conv(x, k1, b1)), 2, 2, np.max), k2, b2)

    moved = before(train[:200])
    mean = moved.mean(axis=(0, 1, 2)).astype(np.float32)
    variance = moved.var(axis=(0, 1, 2)).astype(np.float32)

    def hidden(x):
        x = relu(gamma * (before(x) - mean) / np.sqrt(variance + 1e-3))
        return relu(flat(pool(x, 2, 2, np.max)) @ d1 + c1)

    weights, offsets = readout(hidden(train), labels)
    answers("archive.csv", softmax(hidden(test) @ weights + offsets))
    layers = [
        layer("InputLayer", "digits", batch_shape=[None, 28, 28, 1], sparse=False),
        conv2d("first", 3, 5, "relu"),
        pool2d("MaxPooling2D", "max_pooling2d_7", 2, 2),
        conv2d("second", 4, 3, "linear"),
        layer("BatchNormalization", "normalised", axis=-1, momentum=0.99, epsilon=1e-3,
              center=False, scale=True),
        layer("Activation", "activation", activation="relu"),
        pool2d("MaxPooling2D", "max_pooling2d_8", 2, 2),
        layer("Flatten", "flatten", data_format="channels_last"),
        dense("dense_4", 12, "relu"),
        layer("Dropout", "dropout", rate=0.5, noise_shape=None, seed=None),
        dense("dense_3", 10, "linear")]
    for one in layers:
        one.update(module="keras.layers", registered_name=None)
    model = {"module": "keras", "registered_name": None, **sequential(layers)}
    values = [("conv2d", (k1, b1)), ("conv2d", (k2, b2)),
              ("batch_normalization", (gamma, mean, variance)),
              ("dense", (d1, c1)), ("dense", (weights, offsets))]
    save_archive("archive3.keras", "3.5.0", model, "layers", 1, values)
    # Keras 2 counts each layer with weights twice.
    start = layers[0]["config"]
    start["batch_input_shape"] = start.pop("batch_shape")
    save_archive("archive2.keras", "2.15.0", model, "_layer_checkpoint_dependencies", 2, values)


def save_archive(name, version, model, container, step, values):
    memory, counts = io.BytesIO(), {}
    with h5py.File(memory, "w") as file:
        for kind, arrays in values:
            number = counts.get(kind, 0)
            counts[kind] = number + step
            group = file.create_group(f"{container}/{kind}_{number}" if number else
                                      f"{container}/{kind}")
            for i, array in enumerate(arrays):
                group.create_dataset(f"vars/{i}", data=array)
        file.create_group(f"{container}/flatten/vars")
        file.create_group("optimizer/vars")
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in [
                ("metadata.json", json.dumps({"keras_version": version,
                                              "date_saved": "2024-01-01@00:00:00"})),
                ("config.json", json.dumps(model)), ("model.weights.h5", memory.getvalue())]:
            archive.writestr(zipfile.ZipInfo(entry), content, zipfile.ZIP_DEFLATED)


def channels_first(rng, folder):
    train, labels = mnist(folder, "train", 1000)
    test, _ = mnist(folder, "t10k", ROWS)
    train, test = train.transpose(0, 3, 1, 2), test.transpose(0, 3, 1, 2)
    old = dict(init="glorot_uniform", dim_ordering="th", W_regularizer=None, b_regularizer=None,
               activity_regularizer=None, W_constraint=None, b_constraint=None, bias=True)

    # Keras 1, weights alone: kernels are outputs, inputs, rows, columns; nothing says what computed
    # it, and both answers are kept. One kernel is not square, one has strides and 'same'.
    k1, b1 = random_first(rng, 3, 1, 3, 5), random(rng, 3)
    k2, b2 = random_first(rng, 4, 3, 3, 3), random(rng, 4)

    def by_theano(x):
        return flat(first_pool(relu(theano_conv(relu(theano_conv(x, k1, b1)), k2, b2, 2, True)),
                               2, np.max))

    def by_tensorflow(x):
        x = relu(first_conv(x, k1, b1))  # 26 x 24, so that of 'same' the odd one is at the end
        return flat(first_pool(relu(first_conv(x, k2, b2, 2, [(0, 1), (0, 1)])), 2, np.max))

    weights, offsets = readout(by_theano(train), labels)
    model = {"class_name": "Sequential", "config": [
        layer("Convolution2D", "convolution2d_1", batch_input_shape=[None, 1, 28, 28],
              input_dtype="float32", nb_filter=3, nb_row=3, nb_col=5, activation="relu",
              border_mode="valid", subsample=[1, 1], **old),
        layer("Convolution2D", "convolution2d_2", nb_filter=4, nb_row=3, nb_col=3,
              activation="relu", border_mode="same", subsample=[2, 2], **old),
        layer("MaxPooling2D", "maxpooling2d_1", pool_size=[2, 2], strides=[2, 2],
              border_mode="valid", dim_ordering="th"),
        layer("Dropout", "dropout_1", p=0.25),
        layer("Flatten", "flatten_1"),
        layer("Dense", "dense_1", output_dim=10, input_dim=None, init="glorot_uniform",
              activation="linear", bias=True, W_regularizer=None, b_regularizer=None,
              activity_regularizer=None, W_constraint=None, b_constraint=None),
        layer("Activation", "activation_1", activation="softmax")]}
    save_json("first1.json", model)
    save_weights("first1.h5", None, None, [
        ("convolution2d_1", [("convolution2d_1_W", k1), ("convolution2d_1_b", b1)]),
        ("convolution2d_2", [("convolution2d_2_W", k2), ("convolution2d_2_b", b2)]),
        ("maxpooling2d_1", []), ("dropout_1", []), ("flatten_1", []),
        ("dense_1", [("dense_1_W", weights), ("dense_1_b", offsets)]), ("activation_1", [])])
    answers("first1_theano.csv", softmax(by_theano(test) @ weights + offsets))
    answers("first1_tensorflow.csv", softmax(by_tensorflow(test) @ weights + offsets))

    # Padding of even kernels is Theano's own.
    model["config"][1]["config"].update(nb_row=2)
    save_json("first1_even.json", model)

    # Keras 2 by Theano, a whole file: kernels are rows, columns, inputs, outputs all the same;
    # batch normalisation of axis 1, and a Flatten that moves the channels to the end.
    k1, b1 = random(rng, 3, 2, 1, 3), random(rng, 3)
    gamma, beta = 1 + random(rng, 3), random(rng, 3)
    moved = theano_conv(train[:200], k1.transpose(3, 2, 0, 1), b1)
    mean = moved.mean(axis=(0, 2, 3)).astype(np.float32)
    variance = moved.var(axis=(0, 2, 3)).astype(np.float32)

    def second(x):
        x = theano_conv(x, k1.transpose(3, 2, 0, 1), b1)
        x = (x - mean[:, None, None]) / np.sqrt(variance + 1e-3)[:, None, None]
        x = relu(gamma[:, None, None] * x + beta[:, None, None])
        return flat(first_pool(x, 3, np.mean).transpose(0, 2, 3, 1))

    weights, offsets = readout(second(train), labels)
    conv = conv2d("conv2d_1", 3, 3, "linear", batch_input_shape=[None, 1, 28, 28], dtype="float32")
    conv["config"].update(kernel_size=[3, 2], data_format="channels_first")
    pooled = pool2d("AveragePooling2D", "average_pooling2d_1", 3, 3)
    pooled["config"].update(data_format="channels_first")
    layers = [
        conv,
        layer("BatchNormalization", "batch_normalization_1", axis=1, momentum=0.99, epsilon=1e-3,
              center=True, scale=True),
        layer("Activation", "activation_1", activation="relu"),
        pooled,
        layer("Flatten", "flatten_1", data_format="channels_first"),
        dense("dense_1", 10, "softmax")]
    written = [
        ("conv2d_1", [("conv2d_1/kernel:0", k1), ("conv2d_1/bias:0", b1)]),
        ("batch_normalization_1", [
            ("batch_normalization_1/gamma:0", gamma), ("batch_normalization_1/beta:0", beta),
            ("batch_normalization_1/moving_mean:0", mean),
            ("batch_normalization_1/moving_variance:0", variance)]),
        ("activation_1", []), ("average_pooling2d_1", []), ("flatten_1", []),
        ("dense_1", [("dense_1/kernel:0", weights), ("dense_1/bias:0", offsets)])]
    save("first2.h5", "2.2.4", sequential(layers), written, b"theano")
    answers("first2.csv", softmax(second(test) @ weights + offsets))

    # Keras 2 by TensorFlow, weights alone: a Flatten that takes the numbers as they lie, pools
    # that pad, and scores without a softmax.
    k1, b1 = random(rng, 4, 3, 1, 3), random(rng, 3)

    def third(x):
        x = relu(first_conv(x, k1.transpose(3, 2, 0, 1), b1))  # 25 x 26
        x = np.pad(x, [(0, 0), (0, 0), (0, 1), (0, 0)], constant_values=-np.inf)
        return flat(first_pool(x, 2, np.max))

    weights, offsets = readout(third(train), labels)
    conv = conv2d("conv2d", 3, 3, "relu", batch_input_shape=[None, 1, 28, 28], dtype="float32")
    conv["config"].update(kernel_size=[4, 3], data_format="channels_first")
    pooled = pool2d("MaxPooling2D", "max_pooling2d", 2, 2, "same")
    pooled["config"].update(data_format="channels_first")
    model = sequential([conv, pooled, layer("Flatten", "flatten", data_format="channels_last"),
                        dense("dense", 10, "linear")])
    model.update(keras_version="2.2.4-tf", backend="tensorflow")
    save_json("scores2.json", model)
    save_weights("scores2.h5", "2.2.4-tf", "tensorflow", [
        ("conv2d", [("conv2d/kernel:0", k1), ("conv2d/bias:0", b1)]),
        ("max_pooling2d", []), ("flatten", []),
        ("dense", [("dense/kernel:0", weights), ("dense/bias:0", offsets)])])
    answers("scores2.csv", softmax(third(test) @ weights + offsets))
    model.update(keras_version="2.2.4", backend="theano")
    save_json("scores2_theano.json", model)
    model["config"]["layers"][1]["config"].update(data_format="channels_last")
    model.update(backend="tensorflow")
    save_json("scores2_mixed.json", model)


def random_first(rng, outputs, *shape):
    return (rng.standard_normal((outputs, *shape)) / np.sqrt(np.prod(shape))).astype(np.float32)


def functional(name, weights, layers):
    for one, inbound in layers:
        one["inbound_nodes"] = [[[before, 0, 0, {}] for before in inbound]] if inbound else []
    last = layers[-1][0]["config"]["name"]
    save(name, "2.15.0", {"class_name": "Functional", "config": {
        "name": "model", "layers": [one for one, _ in layers],
        "input_layers": [["input_1", 0, 0]], "output_layers": [[last, 0, 0]]}}, weights)


main(sys.argv[1])
