package org.inkstream.trainer.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inkstream.trainer.imported.Chain;
import org.inkstream.trainer.imported.ImportedNetwork;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads networks that Keras saved, to HDF5 or as {@code .keras}. The HDF5 library and what it
 * allocates are at the mercy of the file: call this in a process that may die.
 */
public final class KerasImport {

  /** Layers that do nothing but in training. */
  private static final Set<String> TRAINING_ONLY =
      Set.of(
          "Dropout",
          "SpatialDropout2D",
          "GaussianDropout",
          "GaussianNoise",
          "AlphaDropout",
          "ActivityRegularization");

  private static final Set<String> COMPUTING =
      Set.of(
          "Dense",
          "Conv2D",
          "Convolution2D",
          "MaxPooling2D",
          "AveragePooling2D",
          "GlobalMaxPooling2D",
          "GlobalAveragePooling2D",
          "BatchNormalization",
          "ZeroPadding2D",
          "Activation",
          "ReLU",
          "Softmax");

  private static final Set<String> WEIGHTED =
      Set.of("Dense", "Conv2D", "Convolution2D", "BatchNormalization");

  private final WeightsFile file;
  private final List<LayerText> layers;
  private final Origin origin;
  private final ImageOrder order;

  private KerasImport(WeightsFile file, List<LayerText> layers, Origin origin)
      throws UnimportableException {
    this.file = file;
    this.layers = layers;
    this.origin = origin;
    // All that is not known is told before anything is computed.
    for (LayerText layer : layers) {
      check(layer);
    }
    this.order = ImageOrder.of(layers);
    for (LayerText layer : layers) {
      checkOrigin(layer);
    }
  }

  /**
   * The network of an HDF5 file.
   *
   * @param name of the file
   * @throws UnimportableException naming the layer, where it is one
   */
  public static ImportedNetwork read(String name, KerasHints hints) throws UnimportableException {
    try (WeightsFile file = WeightsFile.open(name)) {
      ModelText model = model(file, hints);
      Origin origin = Origin.of(file.savedBy(), model.savedBy(), hints.backend());
      return new KerasImport(file, model.layers(), origin).network();
    }
  }

  /**
   * The network of a {@code .keras} file, by its parts.
   *
   * @param weights name of the HDF5 file
   * @param config the description of the network, as JSON
   * @param metadata which Keras wrote it, as JSON
   * @throws UnimportableException naming the layer, where it is one
   */
  public static ImportedNetwork readParts(String weights, String config, String metadata)
      throws UnimportableException {
    ModelText model = ModelText.of(config);
    // What the description says itself is of no use: Keras 2 has words of Keras 3 in it.
    Origin origin = Origin.of(SavedBy.ofMetadata(metadata), SavedBy.NOTHING, Optional.empty());
    try (WeightsFile file = WeightsFile.open(weights)) {
      return new KerasImport(file, model.layers(), origin).network();
    }
  }

  private static ModelText model(WeightsFile file, KerasHints hints) throws UnimportableException {
    Optional<String> own = file.description();
    if (hints.architecture().isEmpty()) {
      return ModelText.of(
          own.orElseThrow(
              () ->
                  new UnimportableException(
                      "it has weights alone (no attribute model_config); give what model.to_json()"
                          + " wrote by --architecture, or save the whole network")));
    }
    if (own.isPresent()) {
      throw new UnimportableException(
          "it describes its network itself (attribute model_config); leave --architecture out");
    }
    try {
      return ModelText.of(hints.architecture().get());
    } catch (UnimportableException e) {
      throw new UnimportableException("--architecture: " + e.getMessage(), e);
    }
  }

  private ImportedNetwork network() throws UnimportableException {
    int[] shape = inputShape(layers.get(0));
    int next = layers.get(0).kind().equals("InputLayer") ? 1 : 0;
    if (next < layers.size() && layers.get(next).kind().equals("Reshape")) {
      shape = reshaped(layers.get(next), shape);
      next++;
    }
    Chain chain = start(layers.get(0), shape);
    Translator translator = new Translator(origin);
    LayerMaker maker = new LayerMaker(chain, order, origin);
    for (LayerText layer : layers.subList(next, layers.size())) {
      if (layer.isFlatten()) {
        maker.flatten(layer);
      } else if (COMPUTING.contains(layer.kind())) {
        maker.add(layer, translator.translate(layer, weights(layer)));
      } else if (!TRAINING_ONLY.contains(layer.kind())) {
        throw layer.refused("it is imported at the beginning only");
      }
    }
    List<String> remarks = new ArrayList<>();
    maker.end(layers.get(layers.size() - 1)).ifPresent(remarks::add);
    if (origin.isTheano() && layers.stream().anyMatch(LayerText::isConvolution)) {
      remarks.add("kernels were turned by half a circle, as Theano lays them on images");
    }
    return new ImportedNetwork(chain.build(), remarks);
  }

  private Map<String, INDArray> weights(LayerText layer) throws UnimportableException {
    return WEIGHTED.contains(layer.kind()) ? file.weights(layer, layers) : Map.of();
  }

  private static void check(LayerText layer) throws UnimportableException {
    if (!COMPUTING.contains(layer.kind())
        && !TRAINING_ONLY.contains(layer.kind())
        && !Set.of("InputLayer", "Flatten", "Reshape").contains(layer.kind())) {
      throw layer.refused("a kind of layer that cannot be imported");
    }
    layer.require("groups", 1);
    layer.require("keepdims", false);
    layer.require("max_value");
    layer.require("negative_slope", 0);
    layer.require("threshold", 0);
    layer.require("mode", 0);
    if (layer.kind().equals("Softmax")) {
      layer.require("axis", -1);
    }
    if (layer.kind().equals("BatchNormalization")
        && layer.config().get("axis") instanceof List<?> axes
        && axes.size() == 1) {
      layer.config().put("axis", axes.get(0));
    }
    LayerMaker.checkActivation(layer);
  }

  private void checkOrigin(LayerText layer) throws UnimportableException {
    if (layer.isConvolution()) {
      int words = layer.kind().equals("Conv2D") ? 2 : 1;
      if (words != Math.min(2, origin.major())) {
        throw layer.refused(
            "a layer of Keras %d, and the weights are of Keras %d"
                .formatted(words, origin.major()));
      }
    }
    if (layer.isConvolution() || layer.padsSame()) {
      origin.isTheano(layer);
    }
  }

  /** Of one image, without the batch. */
  private static int[] inputShape(LayerText first) throws UnimportableException {
    List<Integer> shape = first.integers("batch_input_shape");
    if (shape.isEmpty() && first.config().get("input_dim") instanceof Integer size && size > 0) {
      shape = List.of(size);
    }
    if (shape.isEmpty()) {
      throw first.refused("the shape of its input is missing");
    }
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] reshaped(LayerText layer, int[] shape) throws UnimportableException {
    int[] target = layer.integers("target_shape").stream().mapToInt(Integer::intValue).toArray();
    if (product(target) != product(shape)) {
      throw layer.refused(
          "%s is reshaped to %s".formatted(Arrays.toString(shape), Arrays.toString(target)));
    }
    return target;
  }

  private Chain start(LayerText first, int[] shape) throws UnimportableException {
    boolean image = shape.length == 3 && order.isGrey(shape);
    if (!image && shape.length != 2 && shape.length != 1) {
      throw first.refused(
          "its input is %s; images of one channel are imported, as rows x columns x 1 (1 x rows x"
                  .formatted(Arrays.toString(shape))
              + " columns where channels come first), rows x columns or pixels");
    }
    if (product(shape) > 1 << 22) {
      throw first.refused(
          "its input is %s, larger than any image".formatted(Arrays.toString(shape)));
    }
    if (shape.length == 1) {
      return new Chain(1, shape[0], true);
    }
    int[] sides = image ? order.sides(shape) : shape;
    return new Chain(sides[0], sides[1], !image);
  }

  private static long product(int[] shape) {
    long product = 1;
    for (int side : shape) {
      product = Math.min(Long.MAX_VALUE / Math.max(1, side), product) * side;
    }
    return product;
  }
}
