package org.inkstream.trainer.keras;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.config.KerasLayerConfigurationFactory;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasLayerUtils;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Has Deeplearning4j's importer translate single layers, with what matters for training left out.
 */
final class Translator {

  /** Regularizers and constraints are of training; those of other kinds would be refused. */
  private static final Set<String> OF_TRAINING =
      Set.of(
          "kernel_regularizer",
          "bias_regularizer",
          "activity_regularizer",
          "kernel_constraint",
          "bias_constraint",
          "beta_constraint",
          "gamma_constraint",
          "beta_regularizer",
          "gamma_regularizer",
          "W_regularizer",
          "b_regularizer",
          "W_constraint",
          "b_constraint");

  private final Origin origin;

  /** Whose words they are: Keras 1, or 2. */
  private final int major;

  Translator(Origin origin) {
    this.origin = origin;
    this.major = Math.min(2, origin.major());
  }

  /**
   * Deeplearning4j's layer, with its weights if it has any. Kernels are turned and ordered here,
   * and the importer is told that channels come last: it would turn every kernel of a layer whose
   * channels come first, whatever computed it, and takes the sides of all of them for Keras 1's.
   *
   * @param weights by Keras's names
   */
  KerasLayer translate(LayerText layer, Map<String, INDArray> weights)
      throws UnimportableException {
    Map<String, Object> config = new HashMap<>(layer.config());
    config.keySet().removeAll(OF_TRAINING);
    // The weights are all given; the importer does not know every initialiser of Keras.
    if (major == 1) {
      config.put("init", "glorot_uniform");
    } else {
      config.put(
          "kernel_initializer",
          new HashMap<>(Map.of("class_name", "GlorotUniform", "config", new HashMap<>())));
    }
    config.put(major == 1 ? "dim_ordering" : "data_format", major == 1 ? "tf" : "channels_last");
    Map<String, Object> whole = new HashMap<>();
    whole.put("class_name", layer.kind());
    whole.put("config", config);
    whole.put("name", layer.name());
    whole.put("keras_version", major);
    try {
      KerasLayer translated =
          KerasLayerUtils.getKerasLayerFromConfig(
              whole,
              false,
              KerasLayerConfigurationFactory.get(major),
              Map.of(),
              Map.of(),
              Map.of());
      if (translated.getNumParams() > 0) {
        if (weights.isEmpty()) {
          throw layer.refused("the file has no weights of this name");
        }
        translated.setWeights(asTranslated(weights, layer));
      }
      return translated;
    } catch (InvalidKerasConfigurationException | UnsupportedKerasConfigurationException e) {
      throw layer.refused(e);
    } catch (RuntimeException e) {
      // Arguments of other types than Keras writes make the importer fail in many ways.
      throw new UnimportableException(
          layer.refused("its arguments are not as Keras writes them").getMessage(), e);
    }
  }

  private Map<String, INDArray> asTranslated(Map<String, INDArray> weights, LayerText layer)
      throws UnimportableException {
    if (layer.kind().equals("BatchNormalization")) {
      return completed(weights, layer);
    }
    String name = major == 1 ? "W" : "kernel";
    INDArray kernel = weights.get(name);
    if (!layer.isConvolution() || kernel == null) {
      return weights;
    }
    boolean outputsFirst = major == 1 && layer.channelsFirst().orElse(false);
    Map<String, INDArray> all = new HashMap<>(weights);
    all.put(name, Kernels.asTensorFlow(layer, kernel, outputsFirst, origin.isTheano(layer)));
    return all;
  }

  /** Without scale there is no gamma, without centre no beta. */
  private static Map<String, INDArray> completed(Map<String, INDArray> weights, LayerText layer)
      throws UnimportableException {
    Map<String, INDArray> all = new HashMap<>(weights);
    INDArray mean = weights.getOrDefault("moving_mean", weights.get("running_mean"));
    if (mean == null) {
      throw layer.refused("its moving mean is missing");
    }
    if (Boolean.FALSE.equals(layer.config().get("scale"))) {
      all.put("gamma", Nd4j.onesLike(mean));
    }
    if (Boolean.FALSE.equals(layer.config().get("center"))) {
      all.put("beta", Nd4j.zerosLike(mean));
    }
    return all;
  }
}
